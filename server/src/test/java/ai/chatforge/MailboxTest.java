package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.chatforge.email.api.EmailKind;
import ai.chatforge.email.api.EmailRequested;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import com.standardwebhooks.Webhook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The mailbox of a ChatForge on one's own machine, with its own PostgreSQL and no mail server. */
class MailboxTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String LINK = "http://127.0.0.1/verify?token=a&b=c";
    private static ConfigurableApplicationContext context;
    private static int port;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        context = ChatForge.start(List.of(
                "--port=" + port,
                "--data-dir=" + folder.resolve("data"),
                "--chatforge.web.requests-per-minute=0",
                "--chatforge.email.resend.webhook-secret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "--chatforge.vector.embedding-cores=1"));
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    private static UUID request(String to, String name) {
        Database publisher = context.getBean("email", Database.class);
        EmailRequested email =
                new EmailRequested(Ids.next(), EmailKind.VERIFICATION, to, "en", Map.of("name", name, "link", LINK));
        publisher.run(() -> context.getBean(EventLog.class).publish(publisher, email));
        return email.id();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode messagesTo(String address) throws Exception {
        HttpResponse<String> answer = get("/api/dev/mailbox?to=" + address);
        assertThat(answer.statusCode()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("items");
    }

    private static void awaitMessageTo(String address) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(messagesTo(address).size()).isEqualTo(1));
    }

    @Test
    void aProgramFindsTheLinkThatWasSent() throws Exception {
        UUID id = request("Ada@example.com", "Ada");
        request("eve@example.com", "Eve");
        awaitMessageTo("ada@example.com");
        awaitMessageTo("eve@example.com");

        JsonNode message = messagesTo("ada@example.com").path(0);
        assertThat(message.path("id").asString()).isEqualTo(id.toString());
        assertThat(message.path("subject").asString()).isEqualTo("Confirm your e-mail address");
        assertThat(message.path("text").asString()).contains("Hello Ada,", LINK);
        assertThat(JSON.readTree(get("/api/dev/mailbox").body()).path("items").size())
                .isGreaterThanOrEqualTo(2);
        assertThat(messagesTo("nobody@example.com").size()).isZero();
        assertThat(get("/api/dev/mailbox").headers().firstValue("Cache-Control"))
                .contains("no-store");
        // It is kept in the mailbox, and only there.
        Database database = context.getBean("email", Database.class);
        assertThat(database.call(() -> database.sql()
                        .sql("select state || coalesce(details::text, '') from email.outbox where id = ?")
                        .param(id)
                        .query(String.class)
                        .single()))
                .isEqualTo("sent");
    }

    @Test
    void aPersonSeesTheEmailInAFrameThatCanDoNothing() throws Exception {
        UUID id = request("grace@example.com", "<img src=x onerror=alert(1)>");
        awaitMessageTo("grace@example.com");

        HttpResponse<String> list = get("/dev/mailbox");
        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.body()).contains("href=\"/dev/mailbox/" + id + "\"", "grace@example.com");
        HttpResponse<String> one = get("/dev/mailbox/" + id);
        assertThat(one.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(one.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("script-src");
        assertThat(one.body())
                .contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\"", "srcdoc=\"&lt;!doctype html&gt;")
                .contains("&lt;base target=&quot;_blank&quot;&gt;")
                .doesNotContain("<img", "<script", " th:");
    }

    @Test
    void everyKindCanBeLookedAt() throws Exception {
        assertThat(get("/dev/mailbox/preview").body()).contains("/dev/mailbox/preview/trial-ending?language=de");
        for (EmailKind kind : EmailKind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
            HttpResponse<String> shown = get("/dev/mailbox/preview/" + name + "?language=es");
            assertThat(shown.statusCode()).as(name).isEqualTo(200);
            assertThat(shown.body()).contains("Hola, Ada:").doesNotContain("<script", " th:");
        }
        assertThat(get("/dev/mailbox/preview/nonsense").statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> post(String path, Map<String, String> headers, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aLinkOfAnEmailStopsThemAtOneClickOrOnAPage() throws Exception {
        String page = get("/dev/mailbox/preview/announcement").body();
        String link = page.replaceAll("(?s).*(/unsubscribe/[\\w-]+)\\?language=en.*", "$1");
        Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");

        assertThat(post("/api/email" + link, form, "List-Unsubscribe=One-Click").statusCode())
                .isEqualTo(204);
        assertThat(get(link).body()).contains("You get no more e-mails with announcements");
        // Somebody who is signed in sends a cookie, and no token of ours.
        Map<String, String> signedIn =
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Cookie", "chatforge_session=x");
        assertThat(post(link, signedIn, "wanted=true").statusCode()).isEqualTo(303);
        assertThat(get(link).body()).contains("Do you want to stop e-mails with announcements?");
        assertThat(get("/api/email" + link).statusCode()).isEqualTo(303);
        assertThat(post("/api/email/unsubscribe/forged", form, "").statusCode()).isEqualTo(400);
        assertThat(get("/unsubscribe/forged").statusCode()).isEqualTo(404);
    }

    @Test
    void onlyConfiguredProvidersAreHeard() throws Exception {
        assertThat(post("/api/webhooks/email/ses", Map.of("Content-Type", "text/plain"), "{}")
                        .statusCode())
                .isEqualTo(404);
        Map<String, String> json = Map.of("Content-Type", "application/json");
        assertThat(post("/api/webhooks/email/resend", json, "{}").statusCode()).isEqualTo(403);
        String body = "{\"type\":\"email.delivered\"}";
        long now = Instant.now().getEpochSecond();
        Map<String, String> signed = Map.of(
                "Content-Type",
                "application/json",
                "svix-id",
                "msg_1",
                "svix-timestamp",
                Long.toString(now),
                "svix-signature",
                new Webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").sign("msg_1", now, body));
        assertThat(post("/api/webhooks/email/resend", signed, body).statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        assertThat(get("/dev/mailbox/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
        assertThat(get("/dev/mailbox/nonsense").statusCode()).isEqualTo(404);
    }

    @Test
    void aForeignSiteCannotReadIt() throws Exception {
        for (String path : List.of("/dev/mailbox", "/api/dev/mailbox")) {
            assertThat(statusFor(path, "evil.example")).isEqualTo("HTTP/1.1 404");
            assertThat(statusFor(path, "localhost:" + port)).isEqualTo("HTTP/1.1 200");
        }
    }

    private static String statusFor(String path, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.substring(0, "HTTP/1.1 200".length());
        }
    }

    @Test
    void withoutAnEmbeddedDatabaseThereIsNone() {
        for (String path : List.of(
                "/dev/mailbox", "/dev/mailbox/" + UUID.randomUUID(), "/api/dev/mailbox", "/dev/mailbox/preview")) {
            assertThat(RunningServer.shared().get(path, null).status()).as(path).isEqualTo(404);
        }
    }
}
