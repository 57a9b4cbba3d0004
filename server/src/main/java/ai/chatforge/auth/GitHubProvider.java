package ai.chatforge.auth;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** GitHub, which speaks OAuth 2.0 only: who it is says its API. Its own servers have the API under another address. */
final class GitHubProvider implements IdentityProvider {
    private static final List<String> SCOPES = List.of("read:user", "user:email");

    private final String name;
    private final SignInProviderSettings settings;
    private final String base;
    private final URI api;
    private final ProviderHttp http;

    GitHubProvider(String name, SignInProviderSettings settings, ProviderHttp http) {
        this.name = name;
        this.settings = settings;
        this.base = settings.issuerOf(name).replaceFirst("/+$", "");
        this.api = apiOf(settings, name);
        this.http = http;
    }

    private static URI apiOf(SignInProviderSettings settings, String name) {
        String base = settings.issuerOf(name).replaceFirst("/+$", "");
        boolean ownServer = !base.equals(SignInProviderSettings.WELL_KNOWN.get(SignInProviderSettings.GITHUB));
        return URI.create(ownServer ? base + "/api/v3/" : "https://api.github.com/");
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
        return base;
    }

    @Override
    public URI authorization(FlowSecrets secrets, String redirectUri) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", settings.clientId());
        parameters.put("redirect_uri", redirectUri);
        parameters.put("scope", String.join(" ", settings.scopes().isEmpty() ? SCOPES : settings.scopes()));
        parameters.put("state", secrets.state());
        parameters.put("code_challenge", secrets.challenge());
        parameters.put("code_challenge_method", "S256");
        return ProviderHttp.with(URI.create(base + "/login/oauth/authorize"), parameters);
    }

    @Override
    public void checkSender(@Nullable String sender) {
        if (sender != null && !sender.equals(base + "/login/oauth")) {
            throw SignInFaults.refused(label(), "the browser came back from another issuer", null);
        }
    }

    @Override
    public ProvidedIdentity redeem(String code, FlowSecrets secrets, String redirectUri) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", settings.clientId());
        form.put("client_secret", settings.secret());
        form.put("code", code);
        form.put("redirect_uri", redirectUri);
        form.put("code_verifier", secrets.verifier());
        ProviderHttp.Reply reply = http.post(URI.create(base + "/login/oauth/access_token"), Map.of(), form);
        String token = reply.body().path("access_token").asString("");
        // A refused code is answered with status 200 and an error in the body.
        if (!reply.isGood() || !token.matches("[\\x21-\\x7E]{1,500}")) {
            throw SignInFaults.refused(label(), "its token endpoint gave no token", null);
        }
        Map<String, String> headers =
                Map.of("Authorization", "Bearer " + token, "Accept", "application/vnd.github+json");
        JsonNode user = read("user", headers);
        JsonNode emails = read("user/emails", headers);
        return ProvidedIdentity.of(
                this,
                user.path("id").isIntegralNumber() ? user.path("id").asString() : null,
                verifiedPrimary(emails),
                true,
                user.path("name").isString() ? user.path("name").asString() : null);
    }

    private static @Nullable String verifiedPrimary(JsonNode emails) {
        return emails.valueStream()
                .filter(each -> each.path("primary").asBoolean(false)
                        && each.path("verified").asBoolean(false))
                .map(each -> each.path("email").asString(""))
                .findFirst()
                .orElse(null);
    }

    private JsonNode read(String path, Map<String, String> headers) {
        ProviderHttp.Reply reply = http.get(api.resolve(path), headers);
        if (reply.status() != 200) {
            throw SignInFaults.refused(label(), "its API answers " + reply.status() + " to " + path, null);
        }
        return reply.body();
    }
}
