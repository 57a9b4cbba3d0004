package ai.chatforge.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is there and must not be reached, and one that counts as public. */
class OutsideHttpTest {
    private static final String PUBLIC = "public.test";

    private final LenientNames names = new LenientNames();
    private final List<HttpExchange> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private OutsideHttp http;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        names.answer(PUBLIC, LenientNames.loopback(PUBLIC));
        names.answer("other.test", LenientNames.loopback("other.test"));
        // Nobody can listen on a public address here: two names of the loopback address count as such.
        http = new OutsideHttp(
                names,
                // The name as it was given; asking for it may look it up.
                address -> address.toString().matches("(public|other)\\.test/.*") || PublicAddresses.isPublic(address),
                AllowedPrivate.NOTHING);
    }

    @AfterEach
    void stop() throws IOException {
        released.countDown();
        http.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        seen.add(exchange);
        String[] asked = exchange.getRequestURI().getRawPath().substring(1).split("/", 2);
        switch (asked[0]) {
            case "to" -> {
                exchange.getResponseHeaders()
                        .set("Location", exchange.getRequestURI().getRawQuery());
                exchange.sendResponseHeaders(Integer.parseInt(asked[1]), -1);
            }
            case "endless" -> {
                exchange.sendResponseHeaders(200, 0);
                byte[] much = new byte[8192];
                while (released.getCount() > 0) {
                    exchange.getResponseBody().write(much);
                }
            }
            case "silent" -> {
                if (asked[1].equals("body")) {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().flush();
                }
                awaitEnd();
            }
            case "drip" -> {
                exchange.sendResponseHeaders(200, 0);
                while (released.getCount() > 0) {
                    exchange.getResponseBody().write('.');
                    exchange.getResponseBody().flush();
                    Thread.onSpinWait();
                }
            }
            default -> {
                exchange.getResponseHeaders().set("Connection", "close");
                byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
        exchange.close();
    }

    private void awaitEnd() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void noFormOfAPrivateAddressIsReached() throws Exception {
        List<String> forms = PrivateForms.all(port());
        assertThat(forms).hasSizeGreaterThan(400);

        for (String form : forms) {
            Throwable refusal = catchThrowable(() -> fetch(form, OutsideAccess.PUBLIC_ONLY));
            assertThat(isRefusal(refusal)).as("%s: %s", form, refusal).isTrue();
        }

        assertThat(seen).isEmpty();
        assertThat(fetch("http://127.0.0.1:" + port() + "/", OutsideAccess.OPERATOR_CONFIGURED))
                .isEqualTo("hello");
        assertThat(seen).hasSize(1);
    }

    /** Not an attempt that failed: what a connection refused, timed out or reset would be. */
    private static boolean isRefusal(@Nullable Throwable failure) {
        return failure instanceof ForbiddenAddressException
                || failure instanceof UnknownHostException
                || failure instanceof URISyntaxException
                || (failure instanceof IOException
                        && Stream.of("Only http and https", "The address needs a host")
                                .anyMatch(String.valueOf(failure.getMessage())::startsWith));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void noRedirectLeadsToAPrivateAddress(int status) {
        List<String> forms = PrivateForms.all(port());
        for (String form : forms.subList(forms.size() - 90, forms.size())) {
            if (form.startsWith("http://") && form.chars().allMatch(c -> c > ' ' && c < 127)) {
                String url = "http://" + PUBLIC + ":" + port() + "/to/" + status + "?" + form.replace("#x", "");
                assertThatThrownBy(() -> fetch(url, OutsideAccess.PUBLIC_ONLY))
                        .as(form)
                        .isInstanceOf(Exception.class);
            }
        }

        assertThat(seen).hasSizeGreaterThan(40).allSatisfy(exchange -> assertThat(
                        exchange.getRequestURI().getPath())
                .startsWith("/to/"));
    }

    @ParameterizedTest
    @CsvSource({
        "301, /hello, GET",
        "302, http://public.test:%d/hello, GET",
        "303, ../hello, GET",
        "307, //public.test:%d/hello, POST",
        "308, /hello, POST"
    })
    void redirectsOnTheSameHostAreFollowed(int status, String location, String method) throws Exception {
        send("POST", "/to/" + status + "?" + location.formatted(port()), "text".getBytes(StandardCharsets.UTF_8));

        assertThat(seen).hasSize(2);
        assertThat(seen.getLast().getRequestMethod()).isEqualTo(method);
        assertThat(seen.getLast().getRequestHeaders().getFirst("Authorization")).isEqualTo("Bearer key");
    }

    @Test
    void anotherHostGetsNeitherCredentialsNorBody() throws Exception {
        send("GET", "/to/302?http://other.test:" + port() + "/", null);
        assertThat(seen).hasSize(2);
        assertThat(seen.getLast().getRequestHeaders()).doesNotContainKeys("Authorization", "Cookie", "X-api-key");
        assertThat(seen.getLast().getRequestHeaders().getFirst("X-other")).isEqualTo("stays");

        assertThatThrownBy(() -> send("POST", "/to/307?http://other.test:" + port() + "/", new byte[1]))
                .hasMessageContaining("another host");
        assertThat(seen).hasSize(3);
    }

    @Test
    void redirectsEndSomewhere() {
        String loop = "/to/302?/to/302?";

        assertThatThrownBy(() -> send("GET", loop, null)).isInstanceOf(IOException.class);
        assertThat(seen).hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void aNameThatChangesItsMindGainsNothing() throws Exception {
        names.answer("rebinding.test", LenientNames.loopback(PUBLIC));
        names.answer("rebinding.test", LenientNames.loopback("rebinding.test"));
        String url = "http://rebinding.test:" + port() + "/";

        assertThat(fetch(url, OutsideAccess.PUBLIC_ONLY)).isEqualTo("hello");
        assertThat(names.asked).as("resolved once, for check and connection").containsExactly("rebinding.test");
        assertThatThrownBy(() -> fetch(url, OutsideAccess.PUBLIC_ONLY)).isInstanceOf(ForbiddenAddressException.class);
        assertThat(seen).hasSize(1);
    }

    @Test
    void oneAddressThatIsNotPublicIsEnough() {
        names.answer("mixed.test", LenientNames.loopback(PUBLIC), LenientNames.address("mixed.test", 10, 0, 0, 1));

        assertThatThrownBy(() -> fetch("http://mixed.test:" + port() + "/", OutsideAccess.PUBLIC_ONLY))
                .isInstanceOf(ForbiddenAddressException.class);
        assertThat(seen).isEmpty();
    }

    @Test
    void aConnectionOfTheOperatorIsNotLentToOthers() throws Exception {
        String url = "http://127.0.0.1:" + port() + "/endless";
        try (OutsideHttp.Response response = http.send(request("GET", url, null), OutsideAccess.OPERATOR_CONFIGURED)) {
            assertThat(response.status()).isEqualTo(200);
            assertThatThrownBy(() -> fetch(url, OutsideAccess.PUBLIC_ONLY))
                    .isInstanceOf(ForbiddenAddressException.class);
            response.cancel();
        }
        assertThat(seen).hasSize(1);
    }

    @Test
    void noMoreIsReadThanAllowed() throws Exception {
        try (OutsideHttp.Response response =
                http.send(request("GET", url("/endless"), null), OutsideAccess.PUBLIC_ONLY)) {
            InputStream body = response.body(100_000);
            assertThat(body.readNBytes(100_000)).hasSize(100_000);
            assertThatThrownBy(body::read).isInstanceOf(IOException.class).hasMessageContaining("100000 bytes");
            response.cancel();
        }
        try (OutsideHttp.Response response =
                http.send(request("GET", url("/endless"), null), OutsideAccess.PUBLIC_ONLY)) {
            InputStream body = response.body(100_000);
            assertThatThrownBy(body::readAllBytes).hasMessageContaining("100000 bytes");
            response.cancel();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/silent/head", "/silent/body"})
    void silenceIsNotWaitedOutForEver(String path) {
        OutsideHttp.Request request = new OutsideHttp.Request(
                "GET", URI.create(url(path)), Map.of(), null, "", Duration.ofMillis(50), Duration.ofMinutes(5));

        assertThatThrownBy(() -> read(http.send(request, OutsideAccess.PUBLIC_ONLY)))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/silent/head", "/silent/body", "/drip"})
    void anAnswerThatNeverEndsIsEnded(String path) {
        OutsideHttp.Request request = new OutsideHttp.Request(
                "GET", URI.create(url(path)), Map.of(), null, "", Duration.ofMinutes(5), Duration.ofMillis(50));

        assertThatThrownBy(() -> read(http.send(request, OutsideAccess.PUBLIC_ONLY)))
                .isInstanceOf(IOException.class);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private String url(String path) {
        return "http://" + PUBLIC + ":" + port() + path;
    }

    private void send(String method, String path, byte @Nullable [] body) throws Exception {
        read(http.send(request(method, url(path), body), OutsideAccess.PUBLIC_ONLY));
    }

    private String fetch(String url, OutsideAccess access) throws Exception {
        return read(http.send(request("GET", url, null), access));
    }

    private static String read(OutsideHttp.Response response) throws IOException {
        try (response) {
            return new String(response.body(Long.MAX_VALUE).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static OutsideHttp.Request request(String method, String url, byte @Nullable [] body)
            throws URISyntaxException {
        Map<String, String> headers =
                Map.of("Authorization", "Bearer key", "Cookie", "a=b", "X-Api-Key", "key", "X-Other", "stays");
        return new OutsideHttp.Request(
                method, new URI(url), headers, body, "text/plain", Duration.ofSeconds(30), Duration.ofMinutes(5));
    }
}
