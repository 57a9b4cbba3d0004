package ai.chatforge.document.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTest {
    @ParameterizedTest
    @CsvSource({
        "example.com, https://example.com/",
        "'  HTTP://Example.COM:80/a/../b#part ', http://example.com/b",
        "https://example.com:443/?utm_source=x&q=1, https://example.com/?q=1",
        "example.com:8080/x, https://example.com:8080/x",
        "https://example.com/a b, https://example.com/a%20b",
        "https://bücher.example/, https://xn--bcher-kva.example/"
    })
    void isKeptInOneForm(String typed, String kept) {
        assertThat(WebAddress.typed(typed)).contains(URI.create(kept));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "   ", "javascript:alert(1)", "ftp://example.com/", "file:///etc/passwd", "mailto:a@example.com",
                "https://", "https:///x", "https://user:pass@example.com/", "data:text/html,x", "http://[::1", "//"
            })
    void whatIsNoPageIsNoAddress(String typed) {
        assertThat(WebAddress.typed(typed)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example/docs/, https://www.a.example/docs/x, true",
        "https://a.example/docs/intro, http://a.example/docs/more?x=1, true",
        "https://a.example/docs/, https://a.example/blog/, false",
        "https://a.example/, https://b.example/, false",
        "https://a.example/, https://a.example.evil.example/, false",
        "https://a.example/, https://a.example/logo.PNG, false",
        "https://a.example/, https://a.example/manual.pdf, true",
        "https://a.example:8443/, https://a.example/, false"
    })
    void aSiteIsWhatIsBelowItsFirstPage(String start, String page, boolean within) {
        assertThat(WebAddress.isWithin(URI.create(start), URI.create(page))).isEqualTo(within);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
                "http://youtube.com/watch?feature=share&v=dQw4w9WgXcQ&list=PLx",
                "https://m.youtube.com/watch?v=dQw4w9WgXcQ#t=3",
                "https://music.youtube.com/watch?v=dQw4w9WgXcQ&si=x",
                "youtu.be/dQw4w9WgXcQ?t=10",
                "https://youtu.be/dQw4w9WgXcQ",
                "https://www.youtube.com/embed/dQw4w9WgXcQ?start=4",
                "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
                "https://www.youtube.com/shorts/dQw4w9WgXcQ",
                "https://www.youtube.com/live/dQw4w9WgXcQ?feature=share",
                "https://www.youtube.com/v/dQw4w9WgXcQ",
                "https://www.youtube.com/attribution_link?a=x&u=%2Fwatch%3Fv%3DdQw4w9WgXcQ%26feature%3Dshare",
                "dQw4w9WgXcQ"
            })
    void aVideoIsKnownByAnyOfItsAddresses(String typed) {
        assertThat(VideoAddress.id(typed)).contains("dQw4w9WgXcQ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://www.youtube.com/",
                "https://www.youtube.com/watch?v=short",
                "https://www.youtube.com/@somebody",
                "https://www.youtube.com/playlist?list=PLdQw4w9WgXcQ",
                "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
                "https://vimeo.com/123456789",
                "https://www.youtube.com/watch?v=dQw4w9WgXcQx"
            })
    void otherAddressesAreNoVideos(String typed) {
        assertThat(VideoAddress.id(typed)).isEmpty();
    }
}
