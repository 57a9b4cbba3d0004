package ai.chatforge.platform.service;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.error.FieldError;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.service.invoker.HttpExchangeAdapterDecorator;
import org.springframework.web.service.invoker.HttpRequestValues;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** HTTP clients for the services that other processes host. A remote failure looks like a local one to the caller. */
public final class RemoteServices implements AutoCloseable {
    private static final int CONNECTIONS = 1000;
    private static final int LARGEST_PROBLEM = 64 * 1024;
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final HostedServices services;
    private final ServiceTokens tokens;
    // Records may gain fields while processes of two versions run side by side, so reading is lenient here.
    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final CloseableHttpClient http;

    public RemoteServices(HostedServices services, ServiceTokens tokens) {
        this.services = services;
        this.tokens = tokens;
        this.http = InsideHttp.client(CONNECTIONS, ANSWER);
    }

    public <T> T client(Class<T> api, ServiceName owner) {
        URI url = Optional.ofNullable(services.remote().get(owner))
                .orElseThrow(() -> new IllegalArgumentException(owner + " has no address"));
        RestClient.Builder client = RestClient.builder()
                .baseUrl(url.toString())
                .requestFactory(new HttpComponentsClientHttpRequestFactory(http))
                .configureMessageConverters(converters -> converters
                        .registerDefaults()
                        .withJsonConverter(
                                new org.springframework.http.converter.json.JacksonJsonHttpMessageConverter(json)))
                .defaultStatusHandler(status -> status.isError(), (request, response) -> fail(owner, response));
        // An interceptor is given the body as bytes, all of a file at once.
        RestClientAdapter adapter = takesFiles(api)
                ? RestClientAdapter.create(client.requestInitializer(request -> sign(owner, request.getHeaders()))
                        .build())
                : RestClientAdapter.create(
                        client.requestInterceptor((request, body, call) -> send(owner, request, body, call))
                                .build());
        return HttpServiceProxyFactory.builderFor(new HttpExchangeAdapterDecorator(adapter) {
                    @Override
                    public <B> @Nullable B exchangeForBody(
                            HttpRequestValues request, ParameterizedTypeReference<B> type) {
                        try {
                            return super.exchangeForBody(request, type);
                        } catch (ResourceAccessException e) {
                            throw unavailable(owner, e);
                        }
                    }
                })
                .build()
                .createClient(api);
    }

    private static boolean takesFiles(Class<?> api) {
        return Arrays.stream(api.getMethods())
                .flatMap(method -> Arrays.stream(method.getParameterTypes()))
                .anyMatch(MultipartFile.class::equals);
    }

    private void sign(ServiceName owner, HttpHeaders headers) {
        headers.setBearerAuth(tokens.tokenFor(owner));
        String requestId = MDC.get("requestId");
        if (requestId != null) {
            headers.set("X-Request-Id", requestId);
        }
    }

    private ClientHttpResponse send(
            ServiceName owner, HttpRequest request, byte[] body, ClientHttpRequestExecution call) {
        sign(owner, request.getHeaders());
        try {
            return call.execute(request, body);
        } catch (IOException e) {
            throw unavailable(owner, e);
        }
    }

    private void fail(ServiceName owner, ClientHttpResponse response) throws IOException {
        byte[] body = response.getBody().readNBytes(LARGEST_PROBLEM);
        Received problem;
        try {
            problem = json.readValue(body, Received.class);
        } catch (JacksonException e) {
            throw unavailable(owner, e);
        }
        if (problem == null || problem.code() == null || problem.detail() == null) {
            throw unavailable(owner, null);
        }
        throw new ApiException(
                ErrorCode.byKey(problem.code()).orElse(ErrorCode.INTERNAL),
                problem.detail(),
                problem.errors() == null ? List.of() : problem.errors(),
                retryAfter(response),
                null);
    }

    /** A problem as it is read: another program may have answered, and empty lists are left out. */
    private record Received(
            @Nullable String code,
            @Nullable String detail,
            @Nullable List<FieldError> errors) {}

    private static @Nullable Duration retryAfter(ClientHttpResponse response) {
        String seconds = response.getHeaders().getFirst("Retry-After");
        return seconds != null && seconds.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(seconds)) : null;
    }

    /** The same sentence wherever a remote service is missing. */
    public static ApiException unavailable(ServiceName owner, @Nullable Throwable cause) {
        return new ApiException(
                ErrorCode.SERVICE_UNAVAILABLE,
                "The " + owner.key() + " service does not answer at the moment. Try again in a little while.",
                List.of(),
                Duration.ofSeconds(5),
                cause);
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
