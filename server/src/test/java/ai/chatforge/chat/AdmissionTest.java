package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.platform.error.ProblemWriter;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

/** Two may wait; what happens meanwhile is asked from within them. */
class AdmissionTest {
    private final Admission admission = new Admission(2, new ProblemWriter(JsonMapper.shared()));

    private interface Then {
        void happens() throws ServletException, IOException;
    }

    private MockHttpServletResponse request(String method, String path, Then then)
            throws ServletException, IOException {
        MockHttpServletResponse response = new MockHttpServletResponse();
        admission.doFilter(new MockHttpServletRequest(method, path), response, (_, _) -> then.happens());
        return response;
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
            assertLetIn("POST", "/api/chat/attachments");
        }));
        assertLetIn("POST", "/api/chat");
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
