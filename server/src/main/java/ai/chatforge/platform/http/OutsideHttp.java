package ai.chatforge.platform.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the outside world. Every hop is checked, a redirect too; what a redirect leads to on another host gets no
 * credentials; answers are streamed, and closing one ends the request at once.
 */
public final class OutsideHttp implements AutoCloseable {
    private static final int CONNECTIONS = 12_000;
    private static final int REDIRECTS = 5;
    private static final Set<Integer> REDIRECT = Set.of(301, 302, 303, 307, 308);
    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "cookie", "x-api-key", "api-key", "proxy-authorization");
    private static final Timeout CONNECT = Timeout.ofSeconds(5);

    /** Of each of two; a stream of events holds them for as long as it lasts, and its events are small. */
    private static final int BUFFER = 1024;

    private static final Http1Config HTTP_1 = Http1Config.custom()
            .setBufferSize(BUFFER)
            .setMaxLineLength(64 * 1024)
            .setMaxHeaderCount(200)
            .build();

    private final AllowedPrivate allowed;
    private final CloseableHttpClient publicOnly;
    private final CloseableHttpClient anywhere;

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("outside-http-timer").factory());

    public OutsideHttp() {
        this(SystemDefaultDnsResolver.INSTANCE, PublicAddresses::isPublic, AllowedPrivate.NOTHING);
    }

    public OutsideHttp(OutsideSettings settings) {
        this(
                SystemDefaultDnsResolver.INSTANCE,
                PublicAddresses::isPublic,
                AllowedPrivate.of(settings.allowedPrivate()));
    }

    OutsideHttp(DnsResolver names, Predicate<InetAddress> isPublic, AllowedPrivate allowed) {
        this.allowed = allowed;
        this.publicOnly = client(new PublicOnlyResolver(names, isPublic, allowed));
        this.anywhere = client(names);
        timer.setRemoveOnCancelPolicy(true);
    }

    private static CloseableHttpClient client(DnsResolver resolver) {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(resolver)
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(HTTP_1)
                                .build())
                        .setMaxConnTotal(CONNECTIONS)
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setDefaultSocketConfig(
                                SocketConfig.custom().setTcpNoDelay(true).build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .setValidateAfterInactivity(Timeout.ofSeconds(1))
                                .build())
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .setUserAgent("ChatForge")
                .build();
    }

    /**
     * @param body null for none; sent with {@code contentType}
     * @param silence how long the other side may send nothing
     * @param longest how long the answer may take as a whole, redirects included, from the sending of the request on
     */
    public record Request(
            String method,
            URI url,
            Map<String, String> headers,
            byte @Nullable [] body,
            String contentType,
            Duration silence,
            Duration longest) {

        /** Without headers: keys are among them. */
        @Override
        public String toString() {
            return method + " " + url;
        }
    }

    /** An answer that is being received. It has to be closed. */
    public static final class Response implements AutoCloseable {
        private final HttpUriRequestBase request;
        private final URI url;
        private final ClassicHttpResponse response;
        private final Future<?> limit;

        private Response(HttpUriRequestBase request, URI url, ClassicHttpResponse response, Future<?> limit) {
            this.request = request;
            this.url = url;
            this.response = response;
            this.limit = limit;
        }

        /** Where the answer is from: the address asked for, or what it redirects to. */
        public URI url() {
            return url;
        }

        public int status() {
            return response.getCode();
        }

        public @Nullable String header(String name) {
            Header header = response.getFirstHeader(name);
            return header == null ? null : header.getValue();
        }

        /** @param most bytes that may be read; reading on fails */
        public InputStream body(long most) throws IOException {
            return response.getEntity() == null
                    ? InputStream.nullInputStream()
                    : new LimitedInput(response.getEntity().getContent(), most);
        }

        /** Ends the request at once, from whichever thread; a read under way fails. */
        public void cancel() {
            request.abort();
        }

        /** Gives the connection back when the answer was read to its end, and ends it otherwise. */
        @Override
        public void close() {
            limit.cancel(false);
            try {
                response.close();
            } catch (IOException e) {
                // The connection is gone already, as after cancel(); nothing is left to give back.
            }
        }
    }

    public Response send(Request request, OutsideAccess access) throws IOException {
        return send(request, access, ending -> {});
    }

    /** @param ends is handed what ends the request at once, from whichever thread, before it is sent */
    public Response send(Request request, OutsideAccess access, Consumer<Runnable> ends) throws IOException {
        return send(request, access, ends, to -> {});
    }

    /** Told of each redirect before it is followed; an exception ends the request instead. */
    @FunctionalInterface
    public interface Redirects {
        void leadTo(URI to) throws IOException;
    }

    /** For those who may not go wherever they are sent. */
    public Response follow(Request request, OutsideAccess access, Redirects redirects) throws IOException {
        return send(request, access, ending -> {}, redirects);
    }

    private Response send(Request request, OutsideAccess access, Consumer<Runnable> ends, Redirects redirects)
            throws IOException {
        Request next = request;
        long end = System.nanoTime() + request.longest().toNanos();
        for (int hop = 0; ; hop++) {
            Response response = sendOnce(next, Duration.ofNanos(end - System.nanoTime()), access, ends);
            String location = REDIRECT.contains(response.status()) ? response.header("Location") : null;
            if (location == null) {
                return response;
            }
            response.cancel();
            response.close();
            if (hop == REDIRECTS) {
                throw new IOException("More than " + REDIRECTS + " redirects");
            }
            next = redirected(next, location, response.status());
            check(next.url(), access);
            redirects.leadTo(next.url());
        }
    }

    private Response sendOnce(Request request, Duration left, OutsideAccess access, Consumer<Runnable> ends)
            throws IOException {
        check(request.url(), access);
        HttpUriRequestBase http = new HttpUriRequestBase(request.method(), request.url());
        http.setConfig(RequestConfig.custom()
                .setResponseTimeout(Timeout.of(request.silence()))
                .setConnectionRequestTimeout(CONNECT)
                .build());
        request.headers().forEach(http::setHeader);
        if (request.body() != null) {
            http.setEntity(new ByteArrayEntity(request.body(), ContentType.parse(request.contentType())));
        }
        ends.accept(http::abort);
        CloseableHttpClient client = access == OutsideAccess.PUBLIC_ONLY ? publicOnly : anywhere;
        Future<?> limit = timer.schedule(http::abort, left.toMillis(), TimeUnit.MILLISECONDS);
        boolean begun = false;
        try {
            ClassicHttpResponse response = client.executeOpen(null, http, null);
            begun = true;
            return new Response(http, request.url(), response, limit);
        } catch (IllegalStateException e) {
            // What the client throws when it is cancelled between two of its steps.
            if (http.isAborted()) {
                throw new IOException("The request was cancelled", e);
            }
            throw e;
        } finally {
            if (!begun) {
                limit.cancel(false);
            }
        }
    }

    private void check(URI url, OutsideAccess access) throws IOException {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IOException("Only http and https addresses can be fetched");
        }
        if (url.getHost() == null || url.getUserInfo() != null) {
            throw new IOException("The address needs a host and must not hold a user name");
        }
        if (access == OutsideAccess.PUBLIC_ONLY && !Ports.isWeb(url) && !allowed.host(url.getHost())) {
            throw new ForbiddenPortException(url.getPort());
        }
    }

    private static Request redirected(Request from, String location, int status) throws IOException {
        URI to;
        try {
            to = from.url().resolve(new URI(location.strip().replace(" ", "%20")));
        } catch (URISyntaxException e) {
            throw new IOException("The redirect leads to no valid address", e);
        }
        boolean sameOrigin = origin(from.url()).equals(origin(to));
        Map<String, String> headers = new LinkedHashMap<>(from.headers());
        if (!sameOrigin) {
            headers.keySet().removeIf(name -> CREDENTIALS.contains(name.toLowerCase(Locale.ROOT)));
        }
        boolean keepsBody = status == 307 || status == 308;
        if (from.body() != null && keepsBody && !sameOrigin) {
            throw new IOException("The redirect would send the body to another host");
        }
        return keepsBody
                ? new Request(
                        from.method(), to, headers, from.body(), from.contentType(), from.silence(), from.longest())
                : new Request("GET", to, headers, null, from.contentType(), from.silence(), from.longest());
    }

    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getAuthority();
    }

    @Override
    public void close() throws IOException {
        timer.shutdownNow();
        publicOnly.close();
        anywhere.close();
    }
}
