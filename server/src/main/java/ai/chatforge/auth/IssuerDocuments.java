package ai.chatforge.auth;

import ai.chatforge.platform.error.ApiException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.net.URISyntaxException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What an issuer publishes about itself, kept for a while: its endpoints (OpenID Connect Discovery) and its keys. */
final class IssuerDocuments {
    private static final Duration DISCOVERY_LIFE = Duration.ofHours(1);
    private static final Duration KEYS_LIFE = Duration.ofHours(1);
    /** An unknown key may be a new one; made-up ones must not make us ask for each request. */
    private static final Duration KEYS_RETRY = Duration.ofSeconds(5);

    private final String issuer;
    private final String label;
    private final ProviderHttp http;
    private final Clock clock;
    private volatile @Nullable Kept<Discovery> discovery;
    private volatile @Nullable Kept<JWKSet> keys;

    private record Kept<T>(T value, Instant at) {}

    /**
     * @param basic whether the client secret goes into a header, else into the form
     * @param namesSender whether the browser always comes back with {@code iss}
     */
    record Discovery(URI authorization, URI token, URI keys, boolean basic, boolean namesSender) {}

    IssuerDocuments(String issuer, String label, ProviderHttp http, Clock clock) {
        this.issuer = issuer;
        this.label = label;
        this.http = http;
        this.clock = clock;
    }

    Discovery discovery() {
        Kept<Discovery> present = discovery;
        if (present != null && age(present).compareTo(DISCOVERY_LIFE) < 0) {
            return present.value();
        }
        try {
            Discovery fresh = fetchDiscovery();
            discovery = new Kept<>(fresh, clock.instant());
            return fresh;
        } catch (ApiException e) {
            if (present == null) {
                throw e;
            }
            // Endpoints hardly ever change: the last ones that were known are better than none.
            discovery = new Kept<>(present.value(), clock.instant());
            return present.value();
        }
    }

    private Discovery fetchDiscovery() {
        JsonNode document = good(URI.create(issuer.replaceFirst("/+$", "") + "/.well-known/openid-configuration"));
        String named = document.path("issuer").asString("");
        if (!named.equals(issuer) && !named.equals(issuer + "/")) {
            throw SignInFaults.failed(label, "its discovery document is that of another issuer", null);
        }
        JsonNode methods = document.path("token_endpoint_auth_methods_supported");
        return new Discovery(
                endpoint(document, "authorization_endpoint"),
                endpoint(document, "token_endpoint"),
                endpoint(document, "jwks_uri"),
                !methods.isArray()
                        || methods.valueStream().anyMatch(m -> m.asString("").equals("client_secret_basic")),
                document.path("authorization_response_iss_parameter_supported").asBoolean(false));
    }

    /** Codes, secrets and keys travel by https, but for an issuer on this machine. */
    private URI endpoint(JsonNode document, String name) {
        String text = document.path(name).asString("");
        try {
            URI url = new URI(text);
            boolean safe = "https".equalsIgnoreCase(url.getScheme())
                    || (issuer.startsWith("http:") && "http".equalsIgnoreCase(url.getScheme()));
            if (safe && url.getHost() != null && url.getFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Told below like any other address that is none.
        }
        throw SignInFaults.failed(label, "its discovery document has no usable " + name, null);
    }

    /** The keys that the header of a token may mean. */
    List<JWK> keysOf(JWSHeader header) {
        Kept<JWKSet> present = keys;
        List<JWK> found = present == null ? List.of() : select(present.value(), header);
        boolean old = present == null || age(present).compareTo(KEYS_LIFE) > 0;
        boolean unknown = present != null && found.isEmpty() && age(present).compareTo(KEYS_RETRY) > 0;
        if (!old && !unknown) {
            return found;
        }
        JWKSet fresh = fetchKeys();
        keys = new Kept<>(fresh, clock.instant());
        return select(fresh, header);
    }

    private JWKSet fetchKeys() {
        try {
            return JWKSet.parse(good(discovery().keys()).toString());
        } catch (ParseException e) {
            throw SignInFaults.failed(label, "its keys cannot be read", e);
        }
    }

    private static List<JWK> select(JWKSet set, JWSHeader header) {
        return new JWKSelector(JWKMatcher.forJWSHeader(header)).select(set);
    }

    private JsonNode good(URI url) {
        ProviderHttp.Reply reply = http.get(url, Map.of());
        if (!reply.isGood()) {
            throw SignInFaults.failed(label, url + " answers with status " + reply.status(), null);
        }
        return reply.body();
    }

    private Duration age(Kept<?> kept) {
        return Duration.between(kept.at(), clock.instant());
    }
}
