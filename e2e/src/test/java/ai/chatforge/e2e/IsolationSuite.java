package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tenants are apart (S1): on every route of the API's description, what belongs to somebody else answers exactly like
 * what does not exist. That the same request with one's own ids is answered shows that it was a request at all.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class IsolationSuite {
    private static final Set<String> OWN_PERMISSION =
            Set.of("/api/files/{token}", "/api/users/{id}/avatars/{key}", "/api/email/unsubscribe/{token}");

    private final Installation installation;
    private Client stranger;
    private People people;

    IsolationSuite(Installation installation) {
        this.installation = installation;
    }

    @BeforeAll
    void somebodyElse() {
        people = People.around(installation);
        stranger = people.stranger();
    }

    /**
     * Routes that take an id, in the path or in the body. The address of a file or picture is its own permission;
     * models and providers are the installation's, and what is linked with them is in IdentitiesTest, as none is configured here.
     */
    static Stream<Api.Operation> routesWithIds() {
        return Api.read().operations().stream()
                .filter(operation -> !OWN_PERMISSION.contains(operation.path()))
                .filter(operation -> !operation.path().equals("/api/auth/identities/{id}"))
                .filter(operation -> !operation.path().startsWith("/v1/models/"))
                .filter(operation -> !operation.parameters().contains("provider"))
                .filter(operation -> !operation.parameters().isEmpty() || takesIds(operation));
    }

    private static boolean takesIds(Api.Operation operation) {
        return idsInBody(operation).findAny().isPresent();
    }

    private static Stream<String> idsInBody(Api.Operation operation) {
        return operation.body().stream()
                .flatMap(body -> body.path("properties").propertyStream())
                .filter(property ->
                        property.getValue().path("format").asString().equals("uuid"))
                .map(Map.Entry::getKey);
    }

    /** Asked by strangers, and by those whom the same owner lets use another bot. */
    @ParameterizedTest
    @MethodSource("routesWithIds")
    void whatIsForeignLooksLikeWhatIsMissing(Api.Operation operation) {
        Fixture there = Fixture.make(people.owner()).forThe(operation);
        Fixture missing = there.missing();
        List<Client> others = new ArrayList<>(List.of(stranger, installation.anonymous()));
        others.addAll(people.neighbours());
        for (Client caller : others) {
            Answer foreign = call(caller, operation, there);
            Answer none = call(caller, operation, missing);
            assertThat(foreign.status())
                    .as(foreign.body())
                    .isEqualTo(none.status())
                    .isBetween(400, 499);
            assertThat(there.withoutIds(foreign.body())).isEqualTo(missing.withoutIds(none.body()));
            assertThat(foreign.headers().keySet()).isEqualTo(none.headers().keySet());
        }
        // Public routes are for visitors, whose conversations are not their owner's; some are for administrators.
        if (!operation.isPublic()
                && !operation.access().equals("admin")
                && !operation.path().contains("/teammates/")) {
            assertThat(call(there.owner(), operation, there).status())
                    .as("the owner's own request, after the others")
                    .isBetween(200, 299);
        }
    }

    static Stream<Api.Operation> routesToThingsOfBots() {
        return routesWithIds()
                .filter(operation -> !operation.access().equals("admin"))
                .filter(operation -> Stream.concat(operation.parameters().stream(), idsInBody(operation))
                        .anyMatch(name ->
                                !Fixture.collection(operation.path(), name).equals("chatbots")));
    }

    /** One's own bot with a foreign thing in it. */
    @ParameterizedTest
    @MethodSource("routesToThingsOfBots")
    void aForeignThingIsNotFoundInOnesOwn(Api.Operation operation) {
        Fixture own = Fixture.make(stranger).forThe(operation);
        Fixture foreign = Fixture.make(installation.signUp()).forThe(operation);
        Fixture mixed = own.withThingsOf(foreign);
        Fixture none = own.withThingsOf(own.missing());
        Answer answer = call(stranger, operation, mixed);
        Answer expected = call(stranger, operation, none);
        assertThat(answer.status()).as(answer.body()).isEqualTo(expected.status());
        assertThat(answer.status()).isBetween(400, 499);
        assertThat(mixed.withoutIds(answer.body())).isEqualTo(none.withoutIds(expected.body()));
        assertThat(answer.body()).doesNotContain("swordfish");
    }

    @Test
    void nothingForeignIsListed() {
        Fixture foreign = Fixture.make(installation.signUp());
        for (Api.Operation operation : Api.read().operations()) {
            // The mailbox of one's own machine shows everybody's e-mails to everybody there.
            if (operation.method().equals("GET") && operation.parameters().isEmpty() && !operation.isPublic()) {
                Answer answer = stranger.get(operation.path());
                assertThat(answer.body())
                        .as(operation.toString())
                        .doesNotContain(foreign.ids().values());
            }
        }
    }

    private static Answer call(Client caller, Api.Operation operation, Fixture ids) {
        return call(
                caller,
                operation,
                operation.fill(name -> ids.id(operation.path(), name)),
                operation.body().map(schema -> Api.body(schema, name -> ids.id(operation.path(), name))));
    }

    static Answer call(Client caller, Api.Operation operation, String path, Optional<Map<String, Object>> body) {
        String method = operation.method();
        if (operation.upload()) {
            return caller.upload(method, path, "new.txt", BodyPublishers.ofString("Something new."), Map.of());
        }
        HttpRequest.Builder request = caller.request(path);
        if (body.isPresent()) {
            request.header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(Http.JSON.writeValueAsString(body.get())));
        } else {
            request.method(method, BodyPublishers.noBody());
        }
        return firstOf(Http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
    }

    // A stream of events may have no end: that it began is enough.
    private static Answer firstOf(HttpResponse<InputStream> response) {
        boolean events = response.headers()
                .firstValue("content-type")
                .filter(type -> type.startsWith("text/event-stream"))
                .isPresent();
        try (InputStream body = response.body()) {
            byte[] bytes = events ? body.readNBytes(1) : body.readAllBytes();
            return new Answer(
                    response.statusCode(),
                    new String(bytes, StandardCharsets.UTF_8),
                    response.headers().map());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
