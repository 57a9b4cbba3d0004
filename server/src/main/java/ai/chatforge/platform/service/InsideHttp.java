package ai.chatforge.platform.service;

import java.net.SocketException;
import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.Timeout;

/** HTTP between processes of one installation. Their addresses come from the operator, so none is refused. */
public final class InsideHttp {
    private static final Timeout CONNECT = Timeout.ofSeconds(2);

    private InsideHttp() {}

    /** @param silence how long the other side may send nothing before the call fails */
    public static CloseableHttpClient client(int connections, Duration silence) {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(connections)
                        .setMaxConnPerRoute(connections)
                        .setDefaultSocketConfig(
                                SocketConfig.custom().setTcpNoDelay(true).build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .setSocketTimeout(Timeout.of(silence))
                                .setValidateAfterInactivity(Timeout.ofSeconds(2))
                                .build())
                        .build())
                .disableCookieManagement()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableAutomaticRetries()
                .build();
    }

    /** Whether the other side went away before the end of what it sent. */
    public static boolean isCutOff(Throwable thrown) {
        return thrown instanceof SocketException
                || thrown instanceof ConnectionClosedException
                || thrown instanceof MalformedChunkCodingException;
    }
}
