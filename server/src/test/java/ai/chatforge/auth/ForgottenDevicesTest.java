package ai.chatforge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.platform.config.ServerSettings;
import ai.chatforge.platform.security.BrowserCookies;
import jakarta.servlet.http.Cookie;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class ForgottenDevicesTest {
    private static final String EMAIL = "ada@example.com";

    private final AuthScene scene = new AuthScene();
    private final KnownDevices devices = new KnownDevices(
            scene.db,
            new BrowserCookies(
                    new ServerSettings(List.of(), Path.of("data"), 0, "127.0.0.1", Map.of(), null, "http://localhost")),
            scene.clock);

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void browsersThatNobodySignedInWithForAYearAreForgotten() {
        Account account = scene.auth
                .signUp(EMAIL, AuthScene.PASSWORD, "Ada", "en", false, "test")
                .account();
        MockHttpServletRequest old = signedInWithANewBrowser(account);
        scene.clock.pass(Duration.ofDays(200));
        MockHttpServletRequest younger = signedInWithANewBrowser(account);

        scene.clock.pass(Duration.ofDays(166));
        devices.forgetExpired();

        assertThat(rows()).isEqualTo(1);
        assertThat(devices.find(EMAIL, old)).isEmpty();
        assertThat(devices.find(EMAIL, younger)).isPresent();
    }

    /** Later requests of that browser. */
    private MockHttpServletRequest signedInWithANewBrowser(Account account) {
        MockHttpServletResponse response = new MockHttpServletResponse();
        devices.remember(account.id(), new MockHttpServletRequest(), response);
        String cookie = Objects.requireNonNull(response.getHeader("Set-Cookie")).replaceAll(";.*", "");
        MockHttpServletRequest next = new MockHttpServletRequest();
        next.setCookies(new Cookie(cookie.replaceAll("=.*", ""), cookie.replaceAll("^[^=]*=", "")));
        return next;
    }

    private int rows() {
        return scene.db.call(() -> scene.db
                .sql()
                .sql("select count(*) from auth.known_device")
                .query(Integer.class)
                .single());
    }
}
