package ai.chatforge.auth;

import ai.chatforge.platform.crypto.OpaqueToken;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.PublicLinks;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** Signing in, and linking, by what a provider says. */
@Service
class OAuth {
    static final Duration LIFE = Duration.ofMinutes(10);

    private final Database db;
    private final OAuthRepository flows;
    private final IdentityProviders providers;
    private final Identities identities;
    private final AccountRepository accounts;
    private final SecondFactor secondFactor;
    private final AuthService auth;
    private final AttemptLimits limits;
    private final PublicLinks pages;
    private final Clock clock;

    OAuth(
            @Qualifier("auth") Database db,
            OAuthRepository flows,
            IdentityProviders providers,
            Identities identities,
            AccountRepository accounts,
            SecondFactor secondFactor,
            AuthService auth,
            AttemptLimits limits,
            PublicLinks pages,
            Clock clock) {
        this.db = db;
        this.flows = flows;
        this.providers = providers;
        this.identities = identities;
        this.accounts = accounts;
        this.secondFactor = secondFactor;
        this.auth = auth;
        this.limits = limits;
        this.pages = pages;
        this.clock = clock;
    }

    /** @param cookie is needed in the browser that comes back */
    record Begun(URI authorization, String cookie) {}

    /** With what the browser came back; anything may be missing, or made up. */
    record Return(
            @Nullable String state,
            @Nullable String code,
            @Nullable String error,
            @Nullable String issuer,
            @Nullable String cookie,
            Visitor visitor) {}

    /** Who comes: for the list of sessions, and for the language of an account that is made. */
    record Visitor(String userAgent, String language) {}

    /** What became of it. */
    sealed interface Outcome {
        record SignedIn(AuthService.SignedIn session, String returnTo) implements Outcome {}

        /** @param cookie is needed together with the code of the second factor */
        record CodeNeeded(String cookie, String returnTo) implements Outcome {}

        record Linked(String returnTo) implements Outcome {}
    }

    /** @param linkTo the account of who is signed in and wants to link it; null for signing in */
    Begun begin(String provider, String returnTo, @Nullable UUID linkTo) {
        IdentityProvider chosen = providers.named(provider);
        FlowSecrets secrets = FlowSecrets.next();
        URI authorization = chosen.authorization(secrets, pages.callback(provider));
        Instant now = clock.instant();
        db.run(() -> {
            flows.forgetBefore(now);
            flows.begin(secrets, new OAuthRepository.Flow(provider, returnTo, linkTo), now.plus(LIFE));
        });
        return new Begun(authorization, secrets.cookie());
    }

    Outcome finish(String provider, Return back, Caller caller) {
        IdentityProvider chosen = providers.named(provider);
        if (back.state() == null || back.cookie() == null) {
            throw SignInFaults.expired();
        }
        FlowSecrets secrets = new FlowSecrets(back.state(), back.cookie());
        OAuthRepository.Flow flow =
                db.call(() -> flows.take(secrets, provider, clock.instant())).orElseThrow(SignInFaults::expired);
        chosen.checkSender(back.issuer());
        if (back.error() != null) {
            throw "access_denied".equals(back.error())
                    ? SignInFaults.cancelled(chosen.label())
                    : SignInFaults.failed(chosen.label(), "the browser came back with an error", null);
        }
        if (back.code() == null || back.code().isBlank()) {
            throw SignInFaults.refused(chosen.label(), "the browser came back without a code", null);
        }
        UUID linkTo = flow.linkTo();
        if (linkTo != null
                && !(caller instanceof Caller.User user && user.userId().equals(linkTo))) {
            throw SignInFaults.expired();
        }
        ProvidedIdentity identity = chosen.redeem(back.code(), secrets, pages.callback(provider));
        if (linkTo != null) {
            identities.link(linkTo, identity);
            return new Outcome.Linked(flow.returnTo());
        }
        return db.call(() -> signIn(identity, flow.returnTo(), back.visitor()));
    }

    private Outcome signIn(ProvidedIdentity identity, String returnTo, Visitor visitor) {
        Account account = identities.accountOf(identity, visitor.language());
        if (secondFactor.asksOf(account.id())) {
            String cookie = OpaqueToken.next();
            flows.await(
                    cookie,
                    new OAuthRepository.SignIn(account.id(), identity),
                    clock.instant().plus(LIFE));
            return new Outcome.CodeNeeded(cookie, returnTo);
        }
        identities.link(account.id(), identity);
        return new Outcome.SignedIn(auth.open(account, true, visitor.userAgent()), returnTo);
    }

    /** The second step, for an account with a second factor. A wrong code leaves it open. */
    AuthService.SignedIn complete(String cookie, String code, String userAgent) {
        OAuthRepository.SignIn awaited =
                db.call(() -> flows.awaited(cookie, clock.instant())).orElseThrow(SignInFaults::expired);
        Account account = db.call(() -> accounts.find(awaited.account())).orElseThrow(SignInFaults::expired);
        limits.confirmation(account.id());
        return db.call(() -> {
            Account held = accounts.holdActive(account.id()).orElseThrow(SignInFaults::suspended);
            secondFactor.require(held.id(), code);
            if (!flows.end(cookie)) {
                throw SignInFaults.expired();
            }
            identities.link(held.id(), awaited.identity());
            return auth.open(held, true, userAgent);
        });
    }

    /** For a token that Google's own button or library gave to the client. It signs in once. */
    AuthService.SignedIn byGoogleToken(String token, @Nullable String code, boolean browser, Visitor visitor) {
        OidcProvider google = providers.google();
        OidcProvider.HandedIn handedIn = google.handedIn(token);
        ProvidedIdentity identity = handedIn.identity();
        limits.confirmation(identity);
        Instant forgotten = handedIn.expires().plus(LIFE);
        return db.call(() -> {
            if (!flows.use(token, forgotten)) {
                throw usedBefore(google);
            }
            Account account = identities.accountOf(identity, visitor.language());
            secondFactor.require(account.id(), code);
            identities.link(account.id(), identity);
            return auth.open(account, browser, visitor.userAgent());
        });
    }

    private static ApiException usedBefore(OidcProvider provider) {
        return SignInFaults.refused(provider.label(), "the token was used before", null);
    }
}
