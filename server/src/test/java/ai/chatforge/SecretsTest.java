package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.crypto.RotationRequest;
import ai.chatforge.platform.service.ServiceName;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** Secrets that are planted are found nowhere again (QUALITY S12). */
@Isolated
class SecretsTest {
    private static final String PASSWORD = "planted password of ada";
    private static final String WRONG_PASSWORD = "planted password that is wrong";
    private static final int SECRETS = 20;
    private static final String KEY_OF_REQUEST = "planted-idempotency-key-4711";
    private static final Map<String, String> SETTINGS = Map.of(
            "chatforge.cluster-secret", "planted-cluster-secret-of-32-characters",
            "chatforge.crypto.master-key", "cGxhbnRlZCBtYXN0ZXIga2V5IG9mIDMyIGJ5dGVzISE=",
            "chatforge.crypto.previous-master-key", "cGxhbnRlZCBvbGRlciBrZXksIGFsc28gMzIgYnl0ZXM=",
            "chatforge.email.smtp.password", "planted-smtp-password",
            "chatforge.email.resend.api-key", "planted-resend-key",
            "chatforge.email.ses.secret-key", "planted-ses-secret",
            "chatforge.email.postmark.server-token", "planted-postmark-token",
            "chatforge.auth.administrator.password", "planted administrator password",
            "chatforge.chat.providers.planted.api-key", "planted-provider-key");
    private static final GreenMail MAIL = new GreenMail(ServerSetup.SMTP.dynamicPort());

    private static RunningServer server;
    private static final Map<String, String> PLANTED = new LinkedHashMap<>(SETTINGS);

    @BeforeAll
    static void start() {
        MAIL.start();
        MAIL.setUser("sender", "sender", SETTINGS.get("chatforge.email.smtp.password"));
        List<String> options = new ArrayList<>(List.of(
                "--chatforge.crypto.refresh=300ms",
                "--chatforge.email.smtp.host=127.0.0.1",
                "--chatforge.email.smtp.port=" + MAIL.getSmtp().getPort(),
                "--chatforge.email.smtp.encryption=none",
                "--chatforge.email.smtp.user=sender",
                "--chatforge.chat.providers.planted.base-url=http://127.0.0.1:1/v1",
                "--chatforge.chat.providers.planted.models=none",
                "--chatforge.auth.administrator.email=admin@example.com"));
        SETTINGS.forEach((name, value) -> options.add("--" + name + "=" + value));
        server = RunningServer.with(options.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        server.context().close();
        MAIL.stop();
    }

    private static JsonNode ok(RunningServer.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
        return answer.body().isEmpty() ? NullNode.getInstance() : answer.json();
    }

    private static JsonNode signUp(String email) {
        return ok(server.send(
                "POST", "/api/auth/signup", null, Map.of("email", email, "password", PASSWORD, "name", "Ada")));
    }

    /** The token of the link in the newest e-mail with such an address in it. */
    private static String mailed(String to, String page) {
        Pattern link = Pattern.compile(Pattern.quote(page) + "[^\\s\"?]*\\?token=([A-Za-z0-9_-]{20,})");
        List<String> found = new ArrayList<>();
        await().until(() -> {
            for (var message : MAIL.getReceivedMessages()) {
                String text = new String(message.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                        .replaceAll("=\r?\n", "")
                        .replace("=3D", "=");
                Matcher token = link.matcher(text);
                if (Arrays.toString(message.getAllRecipients()).contains(to) && token.find()) {
                    found.add(token.group(1));
                }
            }
            return !found.isEmpty();
        });
        return found.getLast();
    }

    private void plant() throws IOException {
        String email = "ada-" + UUID.randomUUID() + "@example.com";
        JsonNode account = signUp(email);
        String token = account.path("accessToken").asString();
        PLANTED.put("password", PASSWORD);
        PLANTED.put("access token", token);
        PLANTED.put("refresh token", account.path("refreshToken").asString());
        PLANTED.put("verification token", mailed(email, "verify"));

        String secret = ok(server.send("POST", "/api/auth/totp", token, null))
                .path("secret")
                .asString();
        JsonNode on =
                ok(server.send("POST", "/api/auth/totp/confirm", token, Map.of("code", AuthenticatorApp.code(secret))));
        PLANTED.put("TOTP secret", secret);
        on.path("recoveryCodes").forEach(code -> PLANTED.put("recovery code " + code.asString(), code.asString()));

        PLANTED.put("wrong password", WRONG_PASSWORD);
        assertThat(server.send(
                                "POST",
                                "/api/auth/signin",
                                null,
                                Map.of("email", email, "password", WRONG_PASSWORD, "code", "x"))
                        .status())
                .isEqualTo(401);
        String recovery = on.path("recoveryCodes").path(0).asString();
        RunningServer.Answer browser = server.send(
                "POST",
                "/api/auth/signin",
                null,
                Map.of("email", email, "password", PASSWORD, "code", recovery, "transport", "cookie"));
        ok(browser);
        for (String cookie : browser.headers().getOrDefault("set-cookie", List.of())) {
            String value = cookie.replaceFirst("^[^=]+=([^;]*).*", "$1");
            if (value.length() > 20) {
                PLANTED.put("cookie " + cookie.replaceFirst("=.*", ""), value);
            }
        }

        ok(server.send("POST", "/api/auth/forgot-password", null, Map.of("email", email)));
        PLANTED.put("reset token", mailed(email, "reset"));

        String bot = ok(server.send("POST", "/api/chatbots", token, Map.of("name", "Shop")))
                .path("id")
                .asString();
        String guest = "guest-" + UUID.randomUUID() + "@example.com";
        ok(server.send("POST", "/api/chatbots/" + bot + "/teammates", token, Map.of("email", guest, "role", "viewer")));
        PLANTED.put("invitation token", mailed(guest, "invit"));

        RunningServer.Answer key = makeKey(token, bot);
        RunningServer.Answer again = makeKey(token, bot);
        assertThat(again.body()).isEqualTo(key.body());
        assertThat(again.header("idempotency-replayed")).isEqualTo("true");
        PLANTED.put("API key", ok(key).path("secret").asString());
        PLANTED.put("idempotency key", KEY_OF_REQUEST);

        PLANTED.put("own model key", "planted-own-model-key-4711");
        ok(server.send(
                "PUT",
                "/api/chat/keys/openai",
                token,
                Map.of(
                        "key", PLANTED.get("own model key"),
                        "baseUrl", "http://127.0.0.1:1/v1",
                        "models", List.of("none"))));
        ok(server.send("POST", "/api/chat/keys/openai/test", token, null));

        DataFolder folder = server.context().getBean(DataFolder.class);
        try (Stream<Path> files = Files.list(folder.path("keys"))) {
            for (Path file : files.filter(file -> !file.endsWith("process")).toList()) {
                String text = Files.readString(file).strip();
                Matcher part = Pattern.compile("\"d\":\"([^\"]+)\"").matcher(text);
                PLANTED.put(file.toString(), part.find() ? part.group(1) : text);
            }
        }
    }

    private static RunningServer.Answer makeKey(String token, String bot) {
        return server.send(server.request("/api/chatbots/" + bot + "/keys")
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", KEY_OF_REQUEST)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"Till\",\"scopes\":[\"chat\"]}"))
                .build());
    }

    @Test
    void aPlantedSecretIsFoundNowhere() throws Exception {
        plant();
        assertThat(PLANTED.values()).hasSizeGreaterThanOrEqualTo(SECRETS).allSatisfy(secret -> assertThat(secret)
                .hasSizeGreaterThan(9));
        await("all e-mails have gone").until(() -> server
                .database()
                .asSuperuser("select count(*) from email.outbox where details is not null union all"
                        + " select count(*) from platform.event_delivery")
                .stream()
                .allMatch("0"::equals));
        String errors = errors();
        Map<String, String> places = new LinkedHashMap<>();
        dump(places);
        places.put("errors", errors);
        places.put("/metrics", server.get("/metrics", null).body());
        places.put("/health", server.get("/health", null).body());
        places.put("description", Files.readString(Path.of("../docs/api/openapi.json")));
        SettingsCatalogue.of(List.of(ServiceName.values()))
                .forEach(type -> places.put(
                        "settings " + type, server.context().getBean(type).toString()));
        places.put("log", log());
        assertThat(places.get("log")).contains("/api/auth/signin");
        assertThat(places.get("auth.account")).as("what is no secret").contains("ada-");

        TreeSet<String> found = new TreeSet<>();
        places.forEach((place, text) -> PLANTED.forEach((name, secret) -> forms(secret)
                .filter(text.toLowerCase(Locale.ROOT)::contains)
                .forEach(form -> found.add(name + " in " + place))));
        assertThat(found).isEmpty();
    }

    /** As it is, and as bytes in the forms in which PostgreSQL and logs show them. */
    private static Stream<String> forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                        secret,
                        HexFormat.of().formatHex(bytes),
                        Base64.getEncoder().withoutPadding().encodeToString(bytes))
                .map(form -> form.toLowerCase(Locale.ROOT));
    }

    private static void dump(Map<String, String> places) {
        List<String> tables = server.database().asSuperuser("""
                select format('%I.%I', table_schema, table_name) from information_schema.tables
                where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
                """);
        assertThat(tables).contains("auth.totp", "platform.idempotency_key", "email.outbox");
        for (String table : tables) {
            places.put(table, String.join("\n", server.database().asSuperuser("select t::text from " + table + " t")));
        }
    }

    private static String log() {
        Path file = server.context().getBean(DataFolder.class).path("logs/chatforge.log");
        await().until(() -> Files.exists(file) && Files.readString(file).contains("/api/auth/signin"));
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void keysAreRotatedWhilePeopleSignIn() throws Exception {
        DataFolder folder = server.context().getBean(DataFolder.class);
        String email = "grace-" + UUID.randomUUID() + "@example.com";
        String token = signUp(email).path("accessToken").asString();
        String secret = ok(server.send("POST", "/api/auth/totp", token, null))
                .path("secret")
                .asString();
        ok(server.send("POST", "/api/auth/totp/confirm", token, Map.of("code", AuthenticatorApp.code(secret))));
        String begun = signUp("late-" + email).path("accessToken").asString();
        String late = ok(server.send("POST", "/api/auth/totp", begun, null))
                .path("secret")
                .asString();
        String bot = ok(server.send("POST", "/api/chatbots", token, Map.of("name", "Shop")))
                .path("id")
                .asString();
        String key = makeKey(token, bot).body();
        List<String> before = keysets();

        RotationRequest.make(folder);
        List<String> wrong = new ArrayList<>();
        Map<String, String> guess = Map.of("email", email, "password", PASSWORD, "code", "no code");
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    // To refuse the code, its secret has to be opened.
                    int refused =
                            server.send("POST", "/api/auth/signin", null, guess).status();
                    RunningServer.Answer replayed = makeKey(token, bot);
                    if (refused != 401 || !replayed.body().equals(key)) {
                        wrong.add(refused + " " + replayed.status());
                    }
                    return !RotationRequest.isOpen(folder);
                });

        assertThat(wrong).isEmpty();
        assertThat(keysets()).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
        ok(server.send("POST", "/api/auth/totp/confirm", begun, Map.of("code", AuthenticatorApp.code(late))));
    }

    private static List<String> keysets() {
        return server.database().asSuperuser("select wrapped from platform.keyset");
    }

    /** Answers to requests that carry the secrets where they do not belong. */
    private static String errors() {
        List<String> routes = List.of(
                "/api/auth/signup",
                "/api/auth/signin",
                "/api/auth/refresh",
                "/api/auth/verify-email",
                "/api/auth/reset-password",
                "/api/invitations/preview",
                "/api/chatbots");
        List<RunningServer.Answer> answers = new ArrayList<>();
        for (String secret : PLANTED.values()) {
            answers.add(server.get("/api/auth/me", secret + "x"));
            for (String route : routes) {
                for (String body : List.of(
                        "{\"email\": \"%s\", \"password\": [\"%1$s\"]}",
                        "{\"token\": \"%s\", \"password\": \"%1$s\", \"unknown\": \"%1$s\"}",
                        "{\"refreshToken\": {\"a\": \"%s\"}}",
                        "{\"name\": %s",
                        "\"%s\"")) {
                    answers.add(server.send("POST", route, null, body.formatted(secret)));
                }
            }
        }
        assertThat(answers.stream().map(RunningServer.Answer::status).distinct())
                .allMatch(status -> status / 100 == 4);
        return answers.stream()
                .map(answer -> answer.body() + answer.headers())
                .distinct()
                .collect(Collectors.joining("\n"));
    }
}
