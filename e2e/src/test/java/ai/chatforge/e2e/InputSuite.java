package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Bad input (S5, S8): a clear problem in the standard form, never a 5xx, and nothing is changed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InputSuite {
    /** Values that some parser or database somewhere takes badly. */
    private static final List<String> ODD_VALUES = List.of(
            "null",
            "0",
            "-1",
            "1e400",
            "99999999999999999999",
            "true",
            "\"\"",
            "\"   \"",
            "\"a\\u0000b\"",
            "\"\\ud800\"",
            "\"\\u202egnp.exe\"",
            "\"\\r\\nSet-Cookie: a=b\"",
            "\"' or 1=1 --\"",
            "\"<script>alert(1)</script>\"",
            "\"../../etc/passwd\"",
            "\"%s%n${jndi:ldap://127.0.0.1/}\"",
            "\"" + "x".repeat(20_001) + "\"",
            "[]",
            "[null]",
            "[[[[]]]]",
            "{}",
            "{\"a\":{\"b\":null}}");

    private static final List<String> ODD_BODIES = List.of(
            "",
            " ",
            "null",
            "[]",
            "\"text\"",
            "{",
            "{\"a\":}",
            "{}{}",
            "{\"a\":1,\"a\":2}",
            "[".repeat(5_000),
            "{\"a\":".repeat(5_000),
            "\u0000",
            "\ufeff{}",
            "<xml/>");

    private static final List<String> ODD_IDS = List.of(
            "abc",
            "0",
            "-1",
            "null",
            "..",
            "%2e%2e",
            "..%2f..%2fetc",
            "%00",
            "a%00b",
            "%ff",
            "%e2%80%ae",
            "'%20or%201=1",
            "00000000-0000-0000-0000-00000000000g",
            "1-1-1-1-1",
            "x".repeat(3_000),
            ";a=b",
            "%25%32%65");

    private static final List<String> FORBIDDEN =
            List.of("id", "tenantId", "ownerId", "userId", "role", "credits", "scopes", "createdAt", "__proto__");

    private final Installation installation;
    private Client owner;
    private Client program;
    private Client admin;
    private Fixture fixture;

    InputSuite(Installation installation) {
        this.installation = installation;
    }

    @BeforeAll
    void somethingToLose() {
        owner = installation.signUp();
        admin = installation.admin();
        fixture = Fixture.make(owner);
        program = owner.with(owner.post(
                        "/api/chatbots/" + fixture.of("chatbots") + "/keys",
                        Map.of("name", "Input", "scopes", List.of("chat")))
                .ok()
                .text("secret"));
        Api.read().operations().forEach(operation -> fixture = fixture.forThe(operation));
    }

    static Stream<Api.Operation> routesWithBody() {
        return Api.read().operations().stream()
                .filter(operation -> operation.body().isPresent());
    }

    /** All but those for OpenAI's libraries, which send fields that are new. */
    static Stream<Api.Operation> strictRoutesWithBody() {
        return routesWithBody().filter(operation -> !isCompatible(operation));
    }

    private static boolean isCompatible(Api.Operation operation) {
        return operation.path().startsWith("/v1/");
    }

    private Client caller(Api.Operation operation) {
        if (operation.access().equals("admin")) {
            return admin;
        }
        return isCompatible(operation) ? program : owner;
    }

    static Stream<Api.Operation> routesWithParameters() {
        return Api.read().operations().stream()
                .filter(operation -> !operation.parameters().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("strictRoutesWithBody")
    void aFieldThatIsNotForCallersIsRefused(Api.Operation operation) {
        JsonNode schema = operation.body().orElseThrow();
        for (String field : FORBIDDEN) {
            if (!schema.path("properties").has(field)) {
                Map<String, Object> body = valid(operation);
                body.put(field, "1");
                Answer answer = send(operation, Http.JSON.writeValueAsString(body));
                assertThat(answer.status()).as(field + " " + answer.body()).isEqualTo(400);
                assertThat(answer.text("code")).as(field).isEqualTo("unknown_field");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("routesWithBody")
    void oddValuesAreTakenOrRefused(Api.Operation operation) {
        List<String> faults = new ArrayList<>();
        operation.body().orElseThrow().path("properties").propertyNames().forEach(field -> {
            for (String value : ODD_VALUES) {
                Map<String, Object> body = valid(operation);
                body.put(field, "VALUE");
                check(
                        faults,
                        operation,
                        field + "=" + abridged(value),
                        Http.JSON.writeValueAsString(body).replace("\"VALUE\"", value));
            }
        });
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("routesWithBody")
    void oddBodiesAreRefused(Api.Operation operation) {
        List<String> faults = new ArrayList<>();
        for (String body : ODD_BODIES) {
            check(faults, operation, abridged(body), body);
        }
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("routesWithParameters")
    void oddIdsAreRefused(Api.Operation operation) {
        List<String> faults = new ArrayList<>();
        for (String id : ODD_IDS) {
            String path = operation.fill(_ -> id);
            String body = operation.body().isPresent() ? Http.JSON.writeValueAsString(valid(operation)) : null;
            check(faults, id, caller(operation).send(operation.method(), path, body));
        }
        assertThat(faults).isEmpty();
    }

    private void check(List<String> faults, Api.Operation operation, String what, String body) {
        check(faults, what, send(operation, body));
    }

    private static void check(List<String> faults, String what, Answer answer) {
        boolean problem = answer.header("content-type").startsWith("application/problem+json")
                || answer.body().startsWith("{\"error\":{\"message\":");
        boolean fine = answer.status() < 400
                || (answer.status() < 500
                        && (problem || answer.body().isEmpty())
                        && !answer.body().contains("Exception"));
        if (!fine) {
            faults.add(what + " -> " + answer.status() + " " + abridged(answer.body()));
        }
    }

    private static String abridged(String text) {
        return text.length() < 200 ? text : text.substring(0, 200) + "...";
    }

    private Map<String, Object> valid(Api.Operation operation) {
        return new TreeMap<>(Api.body(operation.body().orElseThrow(), name -> fixture.id(operation.path(), name)));
    }

    private Answer send(Api.Operation operation, String body) {
        String path = operation.fill(name -> fixture.id(operation.path(), name));
        return Http.send(caller(operation)
                .request(path)
                .header("Content-Type", "application/json")
                .method(operation.method(), BodyPublishers.ofString(body))
                .build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd.txt",
                "..\\\\..\\\\boot.ini.txt",
                "a/b\\u0000c.txt",
                "\u202etxt.exe.txt",
                ".txt",
                "name with spaces and \u00fcml\u00e4uts \u65e5\u672c.txt",
                "CON.txt",
                "-rf.txt"
            })
    void namesOfFilesAreOnlyNames(String name) {
        Answer answer = owner.upload(fixture.of("chatbots"), name, BodyPublishers.ofString("Some text."));
        assertThat(answer.status()).as(answer.body()).isIn(201, 400);
        if (answer.status() == 201) {
            assertThat(answer.text("fileName")).doesNotContain("/", "\\", "\u202e", "\0", "..");
        }
    }

    @Test
    void aFileNameOfAThousandCharactersIsShortened() {
        Answer answer =
                owner.upload(fixture.of("chatbots"), "x".repeat(1000) + ".txt", BodyPublishers.ofString("Some text."));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.text("fileName")).hasSizeLessThanOrEqualTo(255).endsWith(".txt");
    }

    @Test
    void filesThatAreNotWhatTheySayAreRefusedOrFail() {
        String bot = owner.makeBot("Liars");
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13};
        byte[] program = {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0};
        assertThat(owner.upload(bot, "picture.pdf", BodyPublishers.ofByteArray(png))
                        .text("code"))
                .isEqualTo("unsupported_file_type");
        assertThat(owner.upload(bot, "program.docx", BodyPublishers.ofByteArray(program))
                        .text("code"))
                .isEqualTo("unsupported_file_type");
        assertThat(owner.upload(bot, "empty.pdf", BodyPublishers.noBody()).status())
                .isBetween(400, 499);
        owner.upload(bot, "broken.pdf", BodyPublishers.ofString("%PDF-1.7\nand nothing more"))
                .ok();
        assertThat(owner.awaitTrained(bot)).singleElement().satisfies(source -> {
            assertThat(source.path("status").asString()).isEqualTo("failed");
            assertThat(source.path("error").path("message").asString()).isNotEmpty();
        });
    }

    @Test
    void aPdfWithAnotherNameIsSaidToBeOne() {
        Answer answer = owner.upload(fixture.of("chatbots"), "manual.txt", Documents.MPICH);
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.text("detail")).contains("the content is PDF", ".pdf");
    }

    @Test
    void aGigabyteIsRefusedAndTheNextRequestIsAnswered() {
        byte[] megabyte = new byte[1 << 20];
        Arrays.fill(megabyte, (byte) 'a');
        // More than is ever accepted; the server may close before all of it is sent.
        Answer answer = tooLarge(BodyPublishers.ofByteArrays(java.util.Collections.nCopies(1024, megabyte)));
        assertThat(answer.status()).as(answer.body()).isEqualTo(413);
        assertThat(answer.text("code")).isEqualTo("file_too_large");
        owner.get("/api/users/me").ok();
    }

    private Answer tooLarge(HttpRequest.BodyPublisher content) {
        return owner.upload(fixture.of("chatbots"), "large.txt", content);
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        Answer answer = owner.post("/api/chatbots", Map.of("name", "x".repeat(11_000_000)));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text("code")).isEqualTo("body_too_large");
    }

    @Test
    void whatIsNotThereIsSaidSo() {
        assertThat(owner.get("/api/nothing").text("code")).isEqualTo("not_found");
        assertThat(owner.send("PUT", "/api/chatbots", "{}").text("code")).isEqualTo("method_not_allowed");
        assertThat(Http.send(owner.request("/api/chatbots")
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString("{}"))
                                .build())
                        .text("code"))
                .isEqualTo("unsupported_media_type");
    }

    @Test
    void aReaderWhoStopsReadingHoldsNobodyUp() throws Exception {
        String bot = owner.makeBot("Unread");
        try (InputStream unread = Http.send(
                        owner.request("/api/chatbots/" + bot + "/status/events").build(),
                        java.net.http.HttpResponse.BodyHandlers.ofInputStream())
                .body()) {
            for (int i = 0; i < 20; i++) {
                owner.addText(bot, "Text " + i, "Line " + i).ok();
            }
            assertThat(unread.read()).isPositive();
        }
        owner.awaitTrained(bot);
    }
}
