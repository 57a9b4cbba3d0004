package ai.chatforge.bot;

import ai.chatforge.auth.api.Users;
import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.bot.api.BotRight;
import ai.chatforge.bot.api.BotRole;
import ai.chatforge.email.api.EmailKind;
import ai.chatforge.email.api.EmailRequested;
import ai.chatforge.platform.crypto.OpaqueToken;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.PublicLinks;
import ai.chatforge.platform.web.RateLimits;
import ai.chatforge.user.api.Allowances;
import ai.chatforge.user.api.Entitlement;
import ai.chatforge.user.api.Limit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** Who else may use a bot: invited by e-mail, and in once they accept. */
@Service
class Team {
    private static final Duration INVITATION_LIFE = Duration.ofDays(7);

    private final Database db;
    private final BotRepository bots;
    private final TeamRepository teammates;
    private final InvitationRepository invitations;
    private final BotAccess access;
    private final Users users;
    private final Allowances allowances;
    private final RateLimits limits;
    private final RateLimits.Limit perHour;
    private final PublicLinks pages;
    private final EventLog events;
    private final Clock clock;

    Team(
            @Qualifier("bot") Database db,
            BotRepository bots,
            TeamRepository teammates,
            InvitationRepository invitations,
            BotAccess access,
            Users users,
            Allowances allowances,
            RateLimits limits,
            BotSettings settings,
            PublicLinks pages,
            EventLog events,
            Clock clock) {
        this.db = db;
        this.bots = bots;
        this.teammates = teammates;
        this.invitations = invitations;
        this.access = access;
        this.users = users;
        this.allowances = allowances;
        this.limits = limits;
        this.perHour = new RateLimits.Limit("invitations", settings.invitationsPerHour(), Duration.ofHours(1));
        this.pages = pages;
        this.events = events;
        this.clock = clock;
    }

    /** Everybody but the owner. */
    record Members(List<Teammate> teammates, List<Invitation> invitations) {}

    Members of(UUID bot, Caller.User caller) {
        BotProfile profile = access.require(bot, caller, BotRight.READ);
        // To whom the owner wrote is the owner's business until they are in.
        boolean owner = profile.tenantId().equals(caller.userId());
        return Tenant.call(
                profile.tenantId(),
                () -> db.call(() -> new Members(teammates.of(bot), owner ? invitations.open(bot) : List.of())));
    }

    Invitation invite(UUID bot, Caller.User caller, String email, BotRole role) {
        BotProfile profile = access.require(bot, caller, BotRight.MANAGE);
        Users.User inviter = users.user(caller.userId());
        String key = InvitationRepository.key(email);
        if (key.equals(InvitationRepository.key(inviter.email()))) {
            throw ApiException.invalid("email", "is your own");
        }
        // They are e-mails to strangers: nobody sends them by the thousand.
        if (perHour.requests() > 0) {
            limits.require(perHour, caller.userId().toString(), "Too many invitations in a short time.");
        }
        Entitlement entitlement = allowances.of(caller.tenantId());
        Instant now = clock.instant();
        Invitation invitation = new Invitation(Ids.next(), email.strip(), role, now, now.plus(INVITATION_LIFE));
        String token = OpaqueToken.next();
        db.run(() -> {
            bots.lock(bot);
            requireRoom(bot, key, entitlement, now);
            invitations.put(bot, invitation, inviter.name(), OpaqueToken.sha256(token));
            events.publish(
                    db,
                    new EmailRequested(
                            invitation.id(),
                            EmailKind.TEAMMATE_INVITE,
                            invitation.email(),
                            // The invited has no account that would tell: the language that the inviter reads is the
                            // best guess.
                            inviter.language(),
                            Map.of(
                                    "inviterName", inviter.name(),
                                    "botName", profile.name(),
                                    "link", pages.page("/invitation", token),
                                    "expiresIn", INVITATION_LIFE.toString())));
        });
        return invitation;
    }

    private void requireRoom(UUID bot, String emailKey, Entitlement entitlement, Instant now) {
        List<Teammate> in = teammates.of(bot);
        if (in.stream().anyMatch(mate -> InvitationRepository.key(mate.email()).equals(emailKey))) {
            throw new ApiException(ErrorCode.CONFLICT, "Somebody with this address is in the team already.");
        }
        long invited = invitations.open(bot).stream()
                .filter(other -> other.expiresAt().isAfter(now))
                .filter(other -> !InvitationRepository.key(other.email()).equals(emailKey))
                .count();
        entitlement.requireRoom(Limit.TEAMMATES_PER_BOT, in.size() + invited);
    }

    void withdraw(UUID bot, Caller.User caller, UUID invitation) {
        access.run(bot, caller, BotRight.MANAGE, profile -> {
            if (!db.call(() -> invitations.withdraw(bot, invitation))) {
                throw ApiException.notFound("invitation");
            }
        });
    }

    /** What the holder of a token is invited to, before signing in. */
    InvitationRepository.Found look(String token) {
        String hash = OpaqueToken.sha256(token);
        UUID tenant = db.call(() -> invitations.tenantOf(hash)).orElseThrow(Team::notValid);
        return Tenant.call(tenant, () -> db.call(() -> valid(hash)));
    }

    private InvitationRepository.Found valid(String hash) {
        return invitations
                .find(hash)
                .filter(found -> found.acceptedBy() == null)
                .filter(found -> found.expiresAt().isAfter(clock.instant()))
                .orElseThrow(Team::notValid);
    }

    /** @return the bot */
    UUID accept(String token, Caller.User caller) {
        Users.User user = users.user(caller.userId());
        String hash = OpaqueToken.sha256(token);
        UUID tenant = db.call(() -> invitations.tenantOf(hash)).orElseThrow(Team::notValid);
        UUID bot = Tenant.call(tenant, () -> db.call(() -> accept(hash, user)));
        access.forget(bot);
        return bot;
    }

    private UUID accept(String hash, Users.User user) {
        InvitationRepository.Found found = invitations.find(hash).orElseThrow(Team::notValid);
        // A second click of the one who is in already.
        if (user.id().equals(found.acceptedBy()) && teammates.roles(found.bot()).containsKey(user.id())) {
            return found.bot();
        }
        valid(hash);
        if (!InvitationRepository.key(found.email()).equals(InvitationRepository.key(user.email()))) {
            throw new ApiException(
                    ErrorCode.FORBIDDEN,
                    "The invitation is for another e-mail address than that of your account. Sign in with the account of"
                            + " that address, or ask for an invitation to yours.");
        }
        teammates.add(found.bot(), new Teammate(user.id(), user.email(), user.name(), found.role(), clock.instant()));
        invitations.markAccepted(found.id(), user.id());
        return found.bot();
    }

    void change(UUID bot, Caller.User caller, UUID teammate, BotRole role) {
        access.run(bot, caller, BotRight.MANAGE, profile -> {
            if (!db.call(() -> teammates.change(bot, teammate, role))) {
                throw ApiException.notFound("teammate");
            }
        });
        access.forget(bot);
    }

    /** By the owner, or by the teammate who wants to leave. */
    void remove(UUID bot, Caller.User caller, UUID teammate) {
        BotRight right = teammate.equals(caller.userId()) ? BotRight.READ : BotRight.MANAGE;
        access.run(bot, caller, right, profile -> {
            if (!db.call(() -> teammates.remove(bot, teammate))) {
                throw ApiException.notFound("teammate");
            }
        });
        access.forget(bot);
    }

    private static ApiException notValid() {
        return new ApiException(
                ErrorCode.INVALID_TOKEN,
                "The invitation was used before, has expired, or was withdrawn. Ask for a new one.");
    }
}
