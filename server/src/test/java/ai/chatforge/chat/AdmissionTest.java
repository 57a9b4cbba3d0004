package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.platform.error.ProblemWriter;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.DelegatingServletInputStream;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

/** Two may wait; what happens meanwhile is asked from within them. */
class AdmissionTest {
    private final Admission admission = new Admission(2, 100, () -> 0, new ProblemWriter(JsonMapper.shared()));

    private interface Then {
        void happens() throws ServletException, IOException;
    }

    private MockHttpServletResponse request(String method, String path, Then then)
            throws ServletException, IOException {
        return request(new MockHttpServletRequest(method, path), then);
    }

    private MockHttpServletResponse request(HttpServletRequest request, Then then)
            throws ServletException, IOException {
        MockHttpServletResponse response = new MockHttpServletResponse();
        admission.doFilter(request, response, (_, _) -> then.happens());
        return response;
    }

    /** A question on the way. */
    private HttpServletRequest sent(byte[] body, Then meanwhile) {
        return new HttpServletRequestWrapper(new MockHttpServletRequest("POST", "/api/chat")) {
            @Override
            public long getContentLengthLong() {
                return body.length;
            }

            @Override
            public ServletInputStream getInputStream() {
                try {
                    meanwhile.happens();
                } catch (ServletException | IOException e) {
                    throw new IllegalStateException(e);
                }
                return new DelegatingServletInputStream(new ByteArrayInputStream(body));
            }
        };
    }

    private MockHttpServletResponse question(Then then) throws ServletException, IOException {
        return request("POST", "/api/chat", then);
    }

    private static void assertTold(MockHttpServletResponse refused, String kind) throws IOException {
        assertThat(refused.getStatus()).isEqualTo(429);
        assertThat(Integer.parseInt(String.valueOf(refused.getHeader("Retry-After"))))
                .isBetween(1, 4);
        assertThat(refused.getContentAsString()).contains(kind, "Try again in");
    }

    private void assertLetIn(String method, String path) throws ServletException, IOException {
        assertThat(request(method, path, () -> {}).getStatus()).as(path).isEqualTo(200);
    }

    @Test
    void whoComesWhileTooManyWaitIsToldToComeBack() throws ServletException, IOException {
        question(() -> question(() -> {
            assertTold(
                    question(() -> {
                        throw new AssertionError("let in");
                    }),
                    "\"code\":\"overloaded\"");
            assertTold(request("POST", "/v1/chat/completions", () -> {}), "rate_limit_exceeded");
            assertLetIn("GET", "/api/chat/conversations");
            assertLetIn("POST", "/api/chatbots");
            assertLetIn("POST", "/api/chat/messages/0198/stop");
        }));
        assertLetIn("POST", "/api/chat");
    }

    @Test
    void whoIsStillSendingKeepsNobodyOut() throws ServletException, IOException {
        HttpServletRequest first = sent(new byte[100], () -> question(() -> assertLetIn("POST", "/api/chat")));
        HttpServletRequest second =
                sent(new byte[100], () -> assertThat(request(first, () -> {}).getStatus())
                        .isEqualTo(200));
        MockHttpServletResponse third = request(
                sent(new byte[100], () -> request(second, () -> {})),
                () -> question(() -> {
                    MockHttpServletResponse late = request(sent(new byte[100], () -> {}), () -> {});
                    assertTold(late, "overloaded");
                }));
        assertThat(third.getStatus()).isEqualTo(200);
    }

    @Test
    void ofLargeOnesOnlySomeWaitAndNoneIsReadAhead() throws ServletException, IOException {
        Then neverRead = () -> {
            throw new AssertionError("read");
        };
        request(sent(new byte[101], neverRead), () -> {
            assertTold(request(sent(new byte[101], neverRead), neverRead), "overloaded");
            assertLetIn("POST", "/api/chat");
            MockHttpServletRequest chunked = new MockHttpServletRequest("POST", "/api/chat");
            chunked.addHeader("Transfer-Encoding", "chunked");
            assertTold(request(chunked, neverRead), "overloaded");
        });
        assertThat(request(sent(new byte[101], neverRead), () -> {}).getStatus())
                .isEqualTo(200);
    }

    @Test
    void filesAreNotReadHere() throws ServletException, IOException {
        MockHttpServletRequest upload = new MockHttpServletRequest("POST", "/api/chat/attachments");
        upload.setContentType("multipart/form-data; boundary=x");
        upload.setContent(new byte[1_000]);

        question(() ->
                question(() -> assertThat(request(upload, () -> {}).getStatus()).isEqualTo(200)));
        assertThat(upload.getInputStream().readAllBytes()).hasSize(1_000);
    }

    @Test
    void answersThatHaveBegunDoNotCount() throws ServletException, IOException {
        question(() -> question(() -> {
            Admission.begun();
            Admission.begun();
            question(() -> assertTold(question(() -> {}), "overloaded"));
        }));
        question(() -> question(() -> assertTold(question(() -> {}), "overloaded")));
    }
}
