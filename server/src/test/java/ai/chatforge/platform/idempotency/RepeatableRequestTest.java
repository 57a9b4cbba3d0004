package ai.chatforge.platform.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.DelegatingServletInputStream;
import org.springframework.mock.web.MockHttpServletRequest;

class RepeatableRequestTest {
    private static final int LIMIT = 10;

    private static MockHttpServletRequest post(int length) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/chat");
        request.setContent(new byte[length]);
        return request;
    }

    @Test
    void canBeReadAgain() throws IOException {
        HttpServletRequest whole = RepeatableRequest.of(post(LIMIT), LIMIT);

        assertThat(whole.getInputStream().readAllBytes()).hasSize(LIMIT);
        assertThat(whole.getInputStream().readAllBytes()).hasSize(LIMIT);
    }

    @Test
    void whatWasReadBeforeIsNotKeptTwice() {
        HttpServletRequest whole = RepeatableRequest.of(post(LIMIT), LIMIT);
        HttpServletRequest wrapped = new HttpServletRequestWrapper(whole);

        assertThat(RepeatableRequest.of(wrapped, LIMIT)).isSameAs(wrapped);
        assertThat(RepeatableRequest.bodyOf(wrapped)).isSameAs(RepeatableRequest.bodyOf(whole));
    }

    @Test
    void tooMuchIsRefused() {
        assertThatThrownBy(() -> RepeatableRequest.of(post(LIMIT + 1), LIMIT)).hasMessageContaining("at the most");
    }

    @Test
    void whatIsAnnouncedAsTooMuchIsNotEvenRead() {
        HttpServletRequest announced = new HttpServletRequestWrapper(post(LIMIT + 1)) {
            @Override
            public ServletInputStream getInputStream() {
                throw new AssertionError("read");
            }
        };
        assertThatThrownBy(() -> RepeatableRequest.of(announced, LIMIT)).hasMessageContaining("at the most");
    }

    @Test
    void whatBreaksOffIsTheClientsFault() {
        HttpServletRequest broken = new HttpServletRequestWrapper(new MockHttpServletRequest("POST", "/api/chat")) {
            @Override
            public ServletInputStream getInputStream() {
                return new DelegatingServletInputStream(
                        new SequenceInputStream(new ByteArrayInputStream(new byte[1]), new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("gone");
                            }
                        }));
            }
        };
        assertThatThrownBy(() -> RepeatableRequest.of(broken, LIMIT)).hasMessageContaining("to its end");
    }
}
