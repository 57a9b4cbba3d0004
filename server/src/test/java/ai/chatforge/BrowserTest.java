package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
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
    void onlyATokenExcusesAWriteFromSayingTheCookie() {
        String cookie = SERVER.signUpByCookie();
        for (String authorization : List.of("Basic Zm9vOmJhcg==", "Digest username=\"x\"", "Bearer")) {
            RunningServer.Answer write = SERVER.send(SERVER.request("/api/chatbots")
                    .header("Cookie", cookie)
                    .header("Authorization", authorization)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"Planted\"}"))
                    .build());
            assertThat(write.status() + " " + write.json().path("code").asString())
                    .as(authorization)
                    .isEqualTo("403 csrf_rejected");
        }
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
