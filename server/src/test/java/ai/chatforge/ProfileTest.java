package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.platform.persistence.Database;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Name, language and picture of a user, by HTTP. */
class ProfileTest {
    private static final RunningServer SERVER = RunningServer.shared();
    private static final Database AUTH = SERVER.context().getBean("auth", Database.class);

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }

    private static RunningServer.Answer put(String token, String type, byte[] body) {
        return SERVER.send(SERVER.request("/api/users/me/avatar")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    /** The profile follows the sign-up by an event. */
    private static JsonNode profile(String token) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> SERVER.get("/api/users/me", token).status() == 200);
        return SERVER.get("/api/users/me", token).json();
    }

    @Test
    void aPictureIsServedToWhoeverHasItsAddressUntilItIsRemoved() throws IOException {
        String token = SERVER.signUp();
        assertThat(profile(token).path("avatarUrl").isNull()).isTrue();

        RunningServer.Answer answer = put(token, "image/png", picture());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        String address = answer.json().path("avatarUrl").asString();
        RunningServer.Answer shown = SERVER.get(address, null);
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.header("content-type")).isEqualTo("image/png");
        assertThat(shown.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(shown.header("cache-control")).contains("max-age=31536000", "immutable");
        assertThat(SERVER.send(SERVER.request(address)
                                .header("If-None-Match", shown.header("etag"))
                                .build())
                        .status())
                .isEqualTo(304);

        String next =
                put(token, "image/png", picture()).json().path("avatarUrl").asString();
        assertThat(next).isNotEqualTo(address);
        assertThat(SERVER.get(address, null).status()).isEqualTo(404);
        assertThat(SERVER.get(next, null).status()).isEqualTo(200);
        assertThat(SERVER.send("DELETE", "/api/users/me/avatar", token, null).status())
                .isEqualTo(204);
        assertThat(SERVER.get(next, null).status()).isEqualTo(404);
        assertThat(profile(token).path("avatarUrl").isNull()).isTrue();
    }

    @Test
    void aKeyOpensOnlyThePictureOfItsOwner() throws IOException {
        String token = SERVER.signUp();
        profile(token);
        String address =
                put(token, "image/png", picture()).json().path("avatarUrl").asString();
        String key = address.substring(address.lastIndexOf('/') + 1);
        String other = profile(SERVER.signUp()).path("id").asString();
        for (String path :
                new String[] {other + "/avatars/" + key, UUID.randomUUID() + "/avatars/" + key, "x/avatars/y"}) {
            assertThat(SERVER.get("/api/users/" + path, null).status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/svg+xml", "text/html", "application/json", "image/png", "image/jpeg"})
    void whatIsNoPictureIsRefused(String type) {
        assertThat(put(SERVER.signUp(), type, new byte[0]).status()).isEqualTo(422);
        assertThat(put(SERVER.signUp(), type, "<svg onload='x'/>".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void aPictureOfTooManyBytesIsRefused() {
        assertThat(put(SERVER.signUp(), "image/png", new byte[6 * 1024 * 1024]).status())
                .isEqualTo(413);
        assertThat(put(SERVER.signUp(), "image/png", new byte[11 * 1024 * 1024]).status())
                .isEqualTo(413);
    }

    private static JsonNode signUp(@Nullable String language, @Nullable String accepted) {
        Map<String, Object> body =
                new HashMap<>(Map.of("email", UUID.randomUUID() + "@example.com", "password", "a good long password"));
        if (language != null) {
            body.put("language", language);
        }
        HttpRequest.Builder request = SERVER.request("/api/auth/signup").header("Content-Type", "application/json");
        if (accepted != null) {
            request.header("Accept-Language", accepted);
        }
        return SERVER.send(request.POST(HttpRequest.BodyPublishers.ofString(
                                tools.jackson.databind.json.JsonMapper.shared().writeValueAsString(body)))
                        .build())
                .json();
    }

    private static String languageOfEmails(JsonNode account) {
        return AUTH.call(() -> AUTH.sql()
                .sql("select language from auth.account where id = ?")
                .param(UUID.fromString(account.path("user").path("id").asString()))
                .query(String.class)
                .single());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, en",
                "fr-CA, de, fr-CA",
                "-, 'de-AT,de;q=0.9,en;q=0.5', de",
                "-, 'fr;q=0.9, es;q=0.8', es",
                "-, 'zh-Hans-CN', zh",
                "-, 'xx;q=oops;;', en",
                "-, '*', en"
            })
    void theLanguageIsThatOfTheSignUp(@Nullable String given, @Nullable String accepted, String expected) {
        JsonNode account = signUp(given, accepted);
        assertThat(languageOfEmails(account)).isEqualTo(expected);
        assertThat(profile(account.path("accessToken").asString())
                        .path("language")
                        .asString())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "english language", "de_AT", "<script>", "e"})
    void whatIsNoLanguageIsRefused(String language) {
        JsonNode refused = signUp(language, null);
        assertThat(refused.path("errors").path(0).path("field").asString()).isEqualTo("language");
    }

    @Test
    void aChangedProfileReachesTheAccount() {
        JsonNode account = signUp("en", null);
        String token = account.path("accessToken").asString();
        profile(token);
        SERVER.send("PATCH", "/api/users/me", token, Map.of("language", "es"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> languageOfEmails(account).equals("es"));
        SERVER.send("PATCH", "/api/users/me", token, Map.of("name", "Grace"));
        await().atMost(Duration.ofSeconds(20)).until(() -> SERVER.get("/api/auth/me", token)
                .json()
                .path("name")
                .asString()
                .equals("Grace"));
        assertThat(languageOfEmails(account)).isEqualTo("es");
    }
}
