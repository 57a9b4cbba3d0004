package ai.chatforge.platform.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.error.FieldError;
import ai.chatforge.platform.error.Problem;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import tools.jackson.databind.json.JsonMapper;

/** What a caller gets when the other process answers with a problem, with nonsense, or not at all. */
class RemoteServicesTest {
    private HttpServer server;
    private RemoteServices services;
    private Things things;
    private int status = 200;
    private byte[] body = new byte[0];
    private @Nullable String retryAfter;

    @HttpExchange("/internal/bot")
    interface Things {
        @GetExchange("/thing")
        Thing thing();

        record Thing(String name, int size) {}
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders()
                    .set("Content-Type", status < 400 ? "application/json" : "application/problem+json");
            if (retryAfter != null) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        HostedServices places = new HostedServices(
                Set.of(),
                Map.of(
                        ServiceName.BOT,
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort())));
        services = new RemoteServices(
                places, new ServiceTokens("a secret of more than 32 characters", places, Clock.systemUTC()));
        things = services.client(Things.class, ServiceName.BOT);
    }

    @AfterEach
    void stop() throws IOException {
        services.close();
        server.stop(0);
    }

    static Stream<ApiException> problems() {
        return Stream.of(
                ApiException.notFound("thing"),
                ApiException.invalid("name", "must not be “odd”"),
                new ApiException(
                        ErrorCode.INVALID_REQUEST,
                        "Two faults",
                        List.of(new FieldError("a", "is missing"), new FieldError("b", "is too long")),
                        null,
                        null),
                ApiException.retryLater(ErrorCode.RATE_LIMITED, "Slower, please.", Duration.ofSeconds(7)),
                ApiException.retryLater(ErrorCode.STORAGE_FULL, "No room.", Duration.ofSeconds(60)));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void aProblemIsTheSameException(ApiException local) {
        answer(local);

        ApiException remote = failure();

        assertThat(remote.code()).isEqualTo(local.code());
        assertThat(remote.detail()).isEqualTo(local.detail());
        assertThat(remote.fields()).isEqualTo(local.fields());
        assertThat(remote.retryAfter()).isEqualTo(local.retryAfter());
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyCodeComesThrough(ErrorCode code) {
        answer(new ApiException(code, "Said there."));

        assertThat(failure().code()).isEqualTo(code);
        assertThat(failure().detail()).isEqualTo("Said there.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            500 | <html>Bad gateway</html>
            502 | ''
            404 | ''
            404 | {"error":"not found"}
            503 | []
            503 | null
            400 | {"code":"a_code_of_a_newer_version","detail":"New."}
            """)
    void whatIsNoProblemOfOursIsAServiceThatDoesNotAnswer(int code, String text) {
        status = code;
        body = text.getBytes(StandardCharsets.UTF_8);

        ApiException failure = failure();

        assertThat(failure.code()).isIn(ErrorCode.SERVICE_UNAVAILABLE, ErrorCode.INTERNAL);
        assertThat(failure.detail()).doesNotContain("html", "Exception");
    }

    @Test
    void aServiceThatIsNotThereIsUnavailable() {
        server.stop(0);

        ApiException failure = failure();

        assertThat(failure.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
        assertThat(failure.detail()).contains("bot");
        assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(5));
    }

    @Test
    void fieldsOfANewerVersionAreLeftOut() {
        body = "{\"name\":\"lamp\",\"size\":3,\"colour\":\"red\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(things.thing()).isEqualTo(new Things.Thing("lamp", 3));
    }

    private void answer(ApiException problem) {
        status = problem.code().status();
        body = JsonMapper.shared().writeValueAsBytes(Problem.of(problem, "request-1"));
        retryAfter = problem.retryAfter()
                .map(wait -> Long.toString(wait.toSeconds()))
                .orElse(null);
    }

    private ApiException failure() {
        return catchThrowableOfType(ApiException.class, () -> things.thing());
    }
}
