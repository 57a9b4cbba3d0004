package ai.chatforge.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bare socket on all addresses of this machine counts who connects, and answers badly. */
class OutsideLimitsTest {
    private final AtomicInteger connections = new AtomicInteger();
    private final LenientNames names = new LenientNames();
    private ServerSocket socket;
    private OutsideHttp http;

    private interface Answer {
        void write(String path, OutputStream out) throws IOException;
    }

    private volatile Answer answer = (path, out) -> text(out, "hello");

    @BeforeEach
    void listen() throws IOException {
        socket = new ServerSocket(0);
        Thread.ofVirtual().start(this::accept);
        names.answer("public.test", LenientNames.loopback("public.test"));
        http = client(AllowedPrivate.NOTHING);
    }

    private OutsideHttp client(AllowedPrivate allowed) {
        return new OutsideHttp(
                names,
                address -> address.toString().startsWith("public.test/") || PublicAddresses.isPublic(address),
                allowed);
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
        socket.close();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket one = socket.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(one));
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket one) {
        try (one) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(one.getInputStream(), StandardCharsets.ISO_8859_1));
            String path = in.readLine().split(" ", 3)[1];
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                // The headers are read to their end.
            }
            answer.write(path, one.getOutputStream());
        } catch (IOException e) {
            // The client went away, as it may.
        }
    }

    private static void text(OutputStream out, String text) throws IOException {
        out.write(("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + text.length() + "\r\n\r\n" + text)
                .getBytes(StandardCharsets.US_ASCII));
    }

    private String fetch(OutsideHttp client, String url) throws IOException {
        OutsideHttp.Request request = new OutsideHttp.Request(
                "GET", URI.create(url), Map.of(), null, "", Duration.ofSeconds(20), Duration.ofSeconds(20));
        try (OutsideHttp.Response response = client.send(request, OutsideAccess.PUBLIC_ONLY)) {
            return new String(response.body(100_000).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void notOneConnectionIsMadeForAnyFormOfAPrivateAddress() throws Exception {
        for (String form : PrivateForms.all(socket.getLocalPort())) {
            assertThat(catchThrowable(() -> fetch(http, form))).as(form).isNotNull();
        }
        // The system's own resolver has more ideas of what a number means than any other.
        try (OutsideHttp system =
                new OutsideHttp(SystemDefaultDnsResolver.INSTANCE, PublicAddresses::isPublic, AllowedPrivate.NOTHING)) {
            for (String form : PrivateForms.all(socket.getLocalPort())) {
                if (form.matches("(?i)https?://[^/]*[0-9x\\]]\\.?:[0-9]+/.*|.*localhost.*")) {
                    assertThat(catchThrowable(() -> fetch(system, form)))
                            .as(form)
                            .isNotNull();
                }
            }
        }

        assertThat(connections).hasValue(0);
        assertThat(fetch(http, "http://public.test:" + socket.getLocalPort() + "/"))
                .isEqualTo("hello");
        assertThat(connections).hasValue(1);
    }

    @Test
    void theOperatorMayOpenAPrivateNetworkOrHost() throws Exception {
        String url = "http://127.0.0.1:" + socket.getLocalPort() + "/";
        names.answer("wiki.corp", LenientNames.loopback("wiki.corp"));
        try (OutsideHttp net = client(AllowedPrivate.of(List.of("127.0.0.0/30")));
                OutsideHttp host = client(AllowedPrivate.of(List.of("Wiki.corp")))) {
            assertThat(fetch(net, url)).isEqualTo("hello");
            assertThatThrownBy(() -> fetch(net, url.replace("127.0.0.1", "127.0.0.5")))
                    .isInstanceOf(ForbiddenAddressException.class);
            assertThat(fetch(host, url.replace("127.0.0.1", "wiki.corp"))).isEqualTo("hello");
            assertThatThrownBy(() -> fetch(host, url)).isInstanceOf(ForbiddenAddressException.class);
        }
        assertThat(connections).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0/8", "*", "10.0.0.1", "a b", "http://x", "::/129", "300.1.1.1/8"})
    void whatIsNeitherNetworkNorHostIsAMistakeOfTheSettings(String entry) {
        assertThatThrownBy(() -> new OutsideSettings(List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(entry);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 22, 25, 110, 143, 445, 587, 3306, 5432, 6379, 9200, 11211, 27017})
    void serversThatAreNotOfTheWebAreNotSpokenTo(int port) {
        assertThatIOException()
                .isThrownBy(() -> fetch(http, "http://public.test:" + port + "/"))
                .withMessageContaining("ports of web servers");
    }

    @Test
    void aRedirectToSuchAPortIsNotFollowed() {
        answer = (path, out) -> out.write(
                "HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: http://public.test:25/\r\nContent-Length: 0\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        assertThatIOException()
                .isThrownBy(() -> fetch(http, "http://public.test:" + socket.getLocalPort() + "/"))
                .withMessageContaining("not 25");
    }

    @Test
    void whatUnpacksToMoreThanIsAllowedIsNotRead() {
        answer = (path, out) -> {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
                for (int i = 0; i < 50; i++) {
                    zip.write(new byte[1 << 20]);
                }
            }
            out.write(("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Encoding: gzip\r\nContent-Length: "
                            + packed.size() + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            packed.writeTo(out);
        };
        assertThatIOException()
                .isThrownBy(() -> fetch(http, "http://public.test:" + socket.getLocalPort() + "/"))
                .withMessageContaining("100000 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: y\r\n", "yyyyyyyyyyyyyyyy"})
    void headersEndSomewhere(String piece) {
        answer = (path, out) -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(piece.getBytes(StandardCharsets.US_ASCII));
            }
        };
        assertThatIOException()
                .isThrownBy(() -> fetch(http, "http://public.test:" + socket.getLocalPort() + "/"))
                .withMessageContaining("aximum");
    }

    @Test
    void allRedirectsTogetherHaveTheTimeOfOneAnswer() {
        AtomicInteger asked = new AtomicInteger();
        answer = (path, out) -> {
            asked.incrementAndGet();
            out.write("HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: /next\r\nContent-Length: 0\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofMillis(700).toNanos());
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        };
        OutsideHttp.Request request = new OutsideHttp.Request(
                "GET",
                URI.create("http://public.test:" + socket.getLocalPort() + "/"),
                Map.of(),
                null,
                "",
                Duration.ofSeconds(20),
                Duration.ofSeconds(1));
        assertThatIOException().isThrownBy(() -> http.send(request, OutsideAccess.PUBLIC_ONLY));
        assertThat(asked.get()).isLessThan(4);
    }

    @Test
    void theAnswerSaysWhereItIsFrom() throws Exception {
        answer = (path, out) -> {
            if (path.equals("/a")) {
                out.write("HTTP/1.1 301 Moved\r\nConnection: close\r\nLocation: b?x=1\r\nContent-Length: 0\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
            } else {
                text(out, "there");
            }
        };
        URI url = URI.create("http://public.test:" + socket.getLocalPort() + "/a");
        OutsideHttp.Request request =
                new OutsideHttp.Request("GET", url, Map.of(), null, "", Duration.ofSeconds(20), Duration.ofSeconds(20));
        try (OutsideHttp.Response response = http.send(request, OutsideAccess.PUBLIC_ONLY)) {
            assertThat(response.url()).hasPath("/b").hasQuery("x=1");
        }
    }
}
