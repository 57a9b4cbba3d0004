package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** An account with a word of its own in everything that it can fill. */
record LeavingAccount(UUID id, String mark, String email, String token) {
    static final String PASSWORD = "a good long password";
    private static final RunningServer SERVER = RunningServer.shared();

    static LeavingAccount signUp() {
        String mark = "q" + UUID.randomUUID().toString().replace("-", "").substring(0, 14) + "z";
        String email = mark + "@example.com";
        RunningServer.Answer answer = SERVER.send(SERVER.request("/api/auth/signup")
                .header("Content-Type", "application/json")
                .header("User-Agent", "browser of " + mark)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"email\":\"%s\",\"password\":\"%s\",\"name\":\"Name %s\"}".formatted(email, PASSWORD, mark)))
                .build());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        UUID id = UUID.fromString(answer.json().path("user").path("id").asString());
        LeavingAccount account = new LeavingAccount(
                id, mark, email, answer.json().path("accessToken").asString());
        await().until(() -> SERVER.get("/api/users/me", account.token()).status() == 200);
        return account;
    }

    Traces traces() {
        return new Traces(java.util.List.of(mark, id.toString()));
    }

    RunningServer.Answer post(String path, Object body) {
        return SERVER.send("POST", path, token, body);
    }

    /** Sends under an idempotency key, so that the answer is kept. */
    RunningServer.Answer postOnce(String path, String body) {
        return SERVER.send(SERVER.request(path)
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** A bot that knows something, a file, and conversations of its owner and of a visitor. */
    UUID fill(byte[] file) {
        String bot = postOnce("/api/chatbots", "{\"name\":\"Bot %s\",\"visibility\":\"public\"}".formatted(mark))
                .json()
                .path("id")
                .asString();
        String sources = "/api/chatbots/" + bot + "/sources";
        post(sources, Map.of("type", "text", "title", "About " + mark, "text", "The word " + mark + " means a house."));
        assertThat(SERVER.upload(sources, token, "file-" + mark + ".txt", file).status())
                .isEqualTo(201);
        await().atMost(Duration.ofSeconds(60)).until(() -> SERVER.get("/api/chatbots/" + bot + "/status", token)
                .json()
                .path("status")
                .asString()
                .equals("ready"));
        RunningServer.Answer answer =
                postOnce("/api/chat", "{\"botId\":\"%s\",\"content\":\"What does %s mean?\"}".formatted(bot, mark));
        assertThat(answer.json().path("message").path("content").asString()).contains("a house");
        attach();
        assertThat(post("/api/chat", Map.of("content", "Look at it", "attachmentIds", List.of(attach())))
                        .status())
                .isEqualTo(200);
        SERVER.send("POST", "/api/chat/" + bot, null, Map.of("content", "A visitor asks what " + mark + " is"));
        post("/api/auth/totp", Map.of());
        bringAModel(bot);
        evaluate(bot);
        return UUID.fromString(bot);
    }

    private String attach() {
        byte[] text = ("In it stands " + mark + ".").getBytes(StandardCharsets.UTF_8);
        RunningServer.Answer answer = SERVER.upload("/api/chat/attachments", token, "note-" + mark + ".txt", text);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("id").asString();
    }

    private void bringAModel(String bot) {
        Map<String, Object> key = Map.of(
                "key", "sk-own-key-of-a-leaver", "baseUrl", "https://example.com/" + mark, "models", List.of(mark));
        assertThat(SERVER.send("PUT", "/api/chat/keys/openai", token, key).status())
                .isEqualTo(200);
        Map<String, Object> order = Map.of("fallback", List.of("openai/" + mark));
        assertThat(SERVER.send("PUT", "/api/chat/bots/" + bot + "/models", token, order)
                        .status())
                .isEqualTo(200);
    }

    private void evaluate(String bot) {
        String evaluations = "/api/chatbots/" + bot + "/evaluations";
        String source = SERVER.get("/api/chatbots/" + bot + "/sources", token)
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asString();
        Map<String, Object> question =
                Map.of("text", "What is " + mark + "?", "places", List.of(Map.of("sourceId", source)));
        String set = post(evaluations + "/sets", Map.of("name", "About " + mark, "questions", List.of(question)))
                .json()
                .path("id")
                .asString();
        String run = post(evaluations + "/runs", Map.of("setId", set, "answers", true))
                .json()
                .path("id")
                .asString();
        await().atMost(Duration.ofSeconds(60)).until(() -> SERVER.get(evaluations + "/runs/" + run, token)
                .json()
                .path("state")
                .asString()
                .equals("done"));
    }

    /** What no route makes here: leftovers of faults, and a conversation with a bot of somebody else. */
    void leaveMore(LeavingAccount other, UUID otherBot) {
        UUID conversation = UUID.randomUUID();
        SERVER.database()
                .asSuperuser(
                        """
                insert into platform.event_dead
                  (id, event_id, consumer, type, version, tenant_id, key, payload, occurred_at, attempts, error)
                select 900000 + floor(random() * 1000000)::int, gen_random_uuid(), consumer, 'x', 1, tenant, 'k', payload,
                       now(), 9, 'e'
                from (values ('vector.removal', '%1$s'::uuid, '{}'),
                             ('email.outbox', '00000000-0000-0000-0000-000000000000', '{"to":"%2$s"}')) v(consumer, tenant, payload)
                """.formatted(id, email),
                        """
                insert into email.suppression (address, reason, since) values ('%s', 'no such user', now())
                """.formatted(email),
                        """
                insert into auth.sign_up
                  (id, email, email_key, name, password_hash, language, created_at, expires_at)
                values (gen_random_uuid(), '%1$s', '%1$s', 'Tried as %2$s', 'x', 'en', now(), now() + interval '1 day')
                """.formatted(email, mark),
                        """
                insert into email.mailbox (id, recipient, subject, body_text, body_html, created_at)
                values (gen_random_uuid(), '%s', 's', 't', 'h', now())
                """.formatted(email),
                        """
                insert into document.scheduled_tasks
                  (task_name, task_instance, task_data, execution_time, picked, version)
                values ('train-source', gen_random_uuid()::text, convert_to('{"tenant":"%s"}', 'UTF8'),
                        now() + interval '1 day', false, 1)
                """.formatted(id),
                        """
                insert into chat.conversation (id, tenant_id, bot_id, user_id, title, created_at, updated_at)
                values ('%s', '%s', '%s', '%s', 'Elsewhere %s', now(), now())
                """.formatted(conversation, other.id(), otherBot, id, mark),
                        """
                insert into chat.message (id, tenant_id, conversation_id, role, content, status, created_at)
                values (gen_random_uuid(), '%s', '%s', 'user', 'Asked elsewhere by %s', 'complete', now())
                """.formatted(other.id(), conversation, mark));
    }

    /** All of an export, by file. */
    Map<String, byte[]> export() {
        RunningServer.Answer started = postOnce("/api/users/me/exports", "{}");
        assertThat(started.status()).as(started.body()).isEqualTo(202);
        String path = "/api/users/me/exports/" + started.json().path("id").asString();
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        SERVER.get(path, token).json().path("state").asString().equals("ready"));
        byte[] archive = download(path + "/file");
        assertThat(SERVER.get(path, token).json().path("sizeBytes").asInt()).isEqualTo(archive.length);
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private byte[] download(String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = SERVER.request(path)
                    .header("Authorization", "Bearer " + token)
                    .build();
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                    .contains("attachment", "chatforge-export.zip");
            return answer.body().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    RunningServer.Answer leave() {
        return post("/api/users/me/deletion", Map.of("password", PASSWORD));
    }

    /** Until nothing comes any more of what was done so far. */
    void awaitEventsHandled() {
        await().atMost(Duration.ofSeconds(30)).until(() -> SERVER.database()
                .asSuperuser("select id::text from platform.event_delivery where tenant_id = '" + id()
                        + "' or payload like '%" + email() + "%'")
                .isEmpty());
    }

    void awaitErased() {
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(traces().inTables()).containsOnlyKeys("platform.audit"));
    }

    static String text(Map<String, byte[]> export, String file) {
        return text(Objects.requireNonNull(export.get(file), file));
    }

    static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }
}
