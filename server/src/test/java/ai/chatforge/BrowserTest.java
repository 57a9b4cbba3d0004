package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What browsers are sent beside the data. */
class BrowserTest {
    private static final RunningServer SERVER = RunningServer.shared();

    @Test
    void pagesBringTheCookieThatWritesNeed() {
        assertThat(SERVER.get("/api/docs", null).header("set-cookie")).startsWith("XSRF-TOKEN=");
    }

    @Test
    void filesThatCachesKeepBringNoCookie() {
        RunningServer.Answer file = SERVER.get("/api/docs/swagger-ui.css", null);
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.headers()).doesNotContainKey("set-cookie");
        assertThat(SERVER.get("/assets/any.js", null).headers()).doesNotContainKey("set-cookie");
    }

    @Test
    void programsGetNoCookies() {
        assertThat(SERVER.get("/api/auth/me", SERVER.signUp()).headers()).doesNotContainKey("set-cookie");
    }

    @Test
    void aNewNameIsTheNameEverywhere() {
        String user = SERVER.signUp();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> SERVER.get("/api/users/me", user).status() == 200);
        SERVER.send("PATCH", "/api/users/me", user, Map.of("name", "Grace Hopper"));
        await().atMost(Duration.ofSeconds(20)).until(() -> SERVER.get("/api/auth/me", user)
                .json()
                .path("name")
                .asString()
                .equals("Grace Hopper"));
    }

    @Test
    void theServerLeavesNoFolderOutsideItsOwn() throws Exception {
        SERVER.get("/health", null);
        String port = SERVER.address().replaceFirst(".*:", "");
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("tomcat") && name.contains("." + port + "."))
                    .toList();
            assertThat(names).isEmpty();
        }
    }
}
