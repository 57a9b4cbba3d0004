package ai.chatforge.auth;

import ai.chatforge.platform.error.ApiException;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect issuer, by the authorization code flow with PKCE.
 *
 * <p>Signatures and keys are Nimbus JOSE's. Its OAuth SDK and Spring's OAuth client are left out: both bring HTTP clients
 * of their own, which the guarded one would have to stand in for, and session handling that does not fit ours.
 */
final class OidcProvider implements IdentityProvider {
    private static final List<String> SCOPES = List.of("openid", "email", "profile");

    private final String name;
    private final SignInProviderSettings settings;
    private final String issuer;
    private final ProviderHttp http;
    private final IssuerDocuments documents;
    private final IdTokens tokens;

    /** @param expires from when on the token signs nobody in */
    record HandedIn(ProvidedIdentity identity, Instant expires) {}

    OidcProvider(String name, SignInProviderSettings settings, ProviderHttp http, Clock clock) {
        this.name = name;
        this.settings = settings;
        this.issuer = settings.issuerOf(name);
        this.http = http;
        this.documents = new IssuerDocuments(issuer, label(), http, clock);
        this.tokens = new IdTokens(spellings(issuer), settings.clientId(), documents, clock);
    }

    /** Some write themselves with a slash at the end, and Google's tokens may lack the scheme. */
    private static Set<String> spellings(String issuer) {
        return issuer.equals(SignInProviderSettings.WELL_KNOWN.get(SignInProviderSettings.GOOGLE))
                ? Set.of(issuer, "accounts.google.com")
                : Set.of(issuer, issuer + "/");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String label() {
        return settings.labelOf(name);
    }

    @Override
    public String issuer() {
        return issuer;
    }

    @Override
    public URI authorization(FlowSecrets secrets, String redirectUri) {
        Set<String> scopes = new LinkedHashSet<>(settings.scopes().isEmpty() ? SCOPES : settings.scopes());
        scopes.add("openid");
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", settings.clientId());
        parameters.put("redirect_uri", redirectUri);
        parameters.put("scope", String.join(" ", scopes));
        parameters.put("state", secrets.state());
        parameters.put("nonce", secrets.nonce());
        parameters.put("code_challenge", secrets.challenge());
        parameters.put("code_challenge_method", "S256");
        return ProviderHttp.with(documents.discovery().authorization(), parameters);
    }

    @Override
    public void checkSender(@Nullable String sender) {
        boolean right = sender == null
                ? !documents.discovery().namesSender()
                : spellings(issuer).contains(sender);
        if (!right) {
            throw SignInFaults.refused(label(), "the browser came back from another issuer", null);
        }
    }

    @Override
    public ProvidedIdentity redeem(String code, FlowSecrets secrets, String redirectUri) {
        IssuerDocuments.Discovery endpoints = documents.discovery();
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirectUri);
        form.put("code_verifier", secrets.verifier());
        Map<String, String> headers = new LinkedHashMap<>();
        if (endpoints.basic()) {
            headers.put("Authorization", basic());
        } else {
            form.put("client_id", settings.clientId());
            form.put("client_secret", settings.secret());
        }
        ProviderHttp.Reply reply = http.post(endpoints.token(), headers, form);
        if (reply.status() == 401) {
            throw SignInFaults.failed(label(), "it does not know this client id and secret", null);
        }
        if (!reply.isGood()) {
            throw SignInFaults.refused(label(), "its token endpoint answers " + reply.status(), null);
        }
        return identity(verified(reply.body().path("id_token").asString(""), secrets.nonce()));
    }

    /** RFC 6749, section 2.3.1: both parts are form-encoded before they are joined. */
    private String basic() {
        String pair = ProviderHttp.encode(settings.clientId()) + ":" + ProviderHttp.encode(settings.secret());
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** For a token that a program got from the provider itself, as Google's button gives it to a page. */
    HandedIn handedIn(String token) {
        JWTClaimsSet claims = verified(token, null);
        return new HandedIn(identity(claims), claims.getExpirationTime().toInstant());
    }

    private JWTClaimsSet verified(String token, @Nullable String nonce) {
        try {
            return tokens.verified(token, nonce);
        } catch (IdTokens.RefusedException e) {
            throw SignInFaults.refused(label(), String.valueOf(e.getMessage()), e);
        }
    }

    private ProvidedIdentity identity(JWTClaimsSet claims) {
        try {
            // Some issuers write the truth as text.
            boolean verified = "true".equals(String.valueOf(claims.getClaim("email_verified")));
            return ProvidedIdentity.of(
                    this, claims.getSubject(), claims.getStringClaim("email"), verified, claims.getStringClaim("name"));
        } catch (ParseException e) {
            throw unreadable(e);
        }
    }

    private ApiException unreadable(ParseException e) {
        return SignInFaults.refused(label(), "its claims cannot be read", e);
    }
}
