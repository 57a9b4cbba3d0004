package ai.chatforge.auth;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Role;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** Which account somebody has whom a provider knows, and which providers an account is linked with. */
@Service
class Identities {
    private final Database db;
    private final IdentityRepository identities;
    private final AccountRepository accounts;
    private final IdentityProviders providers;
    private final NewAccounts newAccounts;
    private final Clock clock;

    Identities(
            @Qualifier("auth") Database db,
            IdentityRepository identities,
            AccountRepository accounts,
            IdentityProviders providers,
            NewAccounts newAccounts,
            Clock clock) {
        this.db = db;
        this.identities = identities;
        this.accounts = accounts;
        this.providers = providers;
        this.newAccounts = newAccounts;
        this.clock = clock;
    }

    /**
     * The account of this person, held for the rest of the caller's transaction; a new one when there is none. An account
     * with the same address is this person's only if both sides verified it: else whoever signs up with a stranger's
     * address would share the account that the stranger later comes to, and a provider that does not verify addresses
     * would open every account.
     *
     * @param language of an account that is made
     */
    Account accountOf(ProvidedIdentity identity, String language) {
        UUID id = identities
                .owner(identity.issuer(), identity.subject())
                .or(() -> byAddress(identity))
                .orElseGet(() -> register(identity, language));
        return accounts.holdActive(id).orElseThrow(SignInFaults::suspended);
    }

    private Optional<UUID> byAddress(ProvidedIdentity identity) {
        String email = identity.email();
        if (email == null || !identity.emailVerified()) {
            throw SignInFaults.addressNotVerified(identity.provider());
        }
        return accounts.credentials(email)
                .map(AccountRepository.Credentials::account)
                .map(account -> {
                    if (!account.emailVerified()) {
                        throw SignInFaults.linkingNeeded();
                    }
                    return account.id();
                });
    }

    private UUID register(ProvidedIdentity identity, String language) {
        String email = String.valueOf(identity.email());
        String name = NewAccounts.name(identity.name(), email);
        Account account = new Account(Ids.next(), email, name, Role.OWNER, true, true, clock.instant());
        if (!newAccounts.open(account, null, language)) {
            // Somebody was faster, such as the same person in another tab.
            return byAddress(identity).orElseThrow(SignInFaults::expired);
        }
        return account.id();
    }

    /** From now on, or still, whom the provider says this is signs in to the account. */
    void link(UUID account, ProvidedIdentity identity) {
        if (!db.call(() -> identities.keep(account, identity, clock.instant()))) {
            throw SignInFaults.taken();
        }
    }

    record Ways(boolean password, List<IdentityRepository.Identity> identities) {}

    Ways of(UUID account) {
        return db.call(() -> new Ways(accounts.hasPassword(account), identities.ofAccount(account)));
    }

    /** The account is held meanwhile: of two that are unlinked at once, the second finds itself the last. */
    void unlink(UUID account, UUID identity) {
        db.run(() -> {
            boolean held = accounts.holdActive(account).isPresent();
            List<IdentityRepository.Identity> all = identities.ofAccount(account);
            if (!held || all.stream().noneMatch(each -> each.id().equals(identity))) {
                throw ApiException.notFound("identity");
            }
            boolean another =
                    all.stream().anyMatch(each -> !each.id().equals(identity) && providers.has(each.issuer()));
            if (!another && !accounts.hasPassword(account)) {
                throw new ApiException(
                        ErrorCode.CONFLICT,
                        "This is the only way to sign in to the account. Set a password first, by POST"
                                + " /api/auth/forgot-password, or link another provider.");
            }
            identities.delete(identity, account);
        });
    }
}
