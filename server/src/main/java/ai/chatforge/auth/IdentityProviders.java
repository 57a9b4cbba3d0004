package ai.chatforge.auth;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.http.OutsideHttp;
import java.net.URI;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The providers that the operator configured. */
@Component
class IdentityProviders {
    private static final List<String> FIRST = List.of(SignInProviderSettings.GITHUB, SignInProviderSettings.GOOGLE);

    private final List<IdentityProvider> all;

    IdentityProviders(AuthSettings settings, OutsideHttp http, JsonMapper json, Clock clock) {
        this.all = settings.providers().entrySet().stream()
                .map(each -> provider(each.getKey(), each.getValue(), settings, http, json, clock))
                .sorted(Comparator.comparingInt((IdentityProvider each) -> -FIRST.indexOf(each.name()))
                        .thenComparing(IdentityProvider::name))
                .toList();
    }

    private static IdentityProvider provider(
            String name,
            SignInProviderSettings own,
            AuthSettings settings,
            OutsideHttp http,
            JsonMapper json,
            Clock clock) {
        ProviderHttp requests = new ProviderHttp(
                http, json, own.labelOf(name), URI.create(own.issuerOf(name)), settings.providerPatience());
        return name.equals(SignInProviderSettings.GITHUB)
                ? new GitHubProvider(name, own, requests)
                : new OidcProvider(name, own, requests, clock);
    }

    List<IdentityProvider> all() {
        return all;
    }

    IdentityProvider named(String name) {
        return all.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound("sign-in provider"));
    }

    /** Where programs may hand in tokens. */
    OidcProvider google() {
        if (named(SignInProviderSettings.GOOGLE) instanceof OidcProvider google) {
            return google;
        }
        throw ApiException.notFound("sign-in provider");
    }

    /** Whether somebody can sign in with what this issuer says. */
    boolean has(String issuer) {
        return all.stream().anyMatch(each -> each.issuer().equals(issuer));
    }
}
