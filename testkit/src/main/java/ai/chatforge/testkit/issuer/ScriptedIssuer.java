package ai.chatforge.testkit.issuer;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * An identity provider on 127.0.0.1: OpenID Connect below its address, and GitHub's login and API below the same. Whoever
 * comes to it is the {@link Person} who is signed in here, and is sent back at once.
 */
public final class ScriptedIssuer implements AutoCloseable {
    /** What every client is registered with. The secret has what has to be escaped in a header. */
    public static final String CLIENT_ID = "chatforge-test";

    public static final String CLIENT_SECRET = "s3cret: with/what+needs escaping";

    private final HttpServer server;
    private final Clock clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Person person = new Person("1", "nobody@example.com", true, "Nobody");
    private volatile Fault fault = Fault.NONE;
    private volatile SigningKey key = SigningKey.elliptic();

    private ScriptedIssuer(HttpServer server, Clock clock) {
        this.server = server;
        this.clock = clock;
    }

    /** On a free port. */
    public static ScriptedIssuer start() throws IOException {
        return start(Clock.systemUTC());
    }

    /** @param clock by which its tokens are issued and expire */
    public static ScriptedIssuer start(Clock clock) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        ScriptedIssuer issuer = new ScriptedIssuer(server, clock);
        server.setExecutor(issuer.threads);
        server.createContext("/", new IssuerRoutes(issuer)::handle);
        server.start();
        return issuer;
    }

    /** What a client is configured with. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on it is this person who signs in. */
    public void signedIn(Person somebody) {
        this.person = somebody;
    }

    /** From now on it does this wrong. */
    public void does(Fault wrong) {
        this.fault = wrong;
    }

    /** From now on it signs with another key, of the other kind, and publishes only that. */
    public void rotateKeys() {
        key = key.algorithm().equals("ES256") ? SigningKey.rsa() : SigningKey.elliptic();
    }

    /** Method and path of what it was asked, oldest first. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** As the issuer's own button hands it to a page. */
    public String idToken(@Nullable String nonce) {
        return idToken(person, nonce);
    }

    String idToken(Person somebody, @Nullable String nonce) {
        return new IdTokenWriter(fault, CLIENT_ID, clock.instant()).write(address(), somebody, nonce, key);
    }

    Person person() {
        return person;
    }

    Fault fault() {
        return fault;
    }

    SigningKey key() {
        return key;
    }

    void note(String request) {
        requests.add(request);
    }

    @Override
    public void close() {
        fault = Fault.NONE;
        server.stop(0);
        threads.shutdownNow();
    }
}
