package ai.chatforge.bot;

import ai.chatforge.bot.api.BotRole;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for bot.invitation, and its part of bot.secret. */
@Repository
class InvitationRepository {
    private final Database db;

    InvitationRepository(@Qualifier("bot") Database db) {
        this.db = db;
    }

    /** An invitation as the holder of its token finds it. */
    record Found(
            UUID id,
            UUID bot,
            String botName,
            String email,
            BotRole role,
            String inviterName,
            Instant expiresAt,
            @Nullable UUID acceptedBy) {}

    static String key(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    /** Takes the place of an older one to the same address. */
    void put(UUID bot, Invitation invitation, String inviterName, String tokenHash) {
        db.sql()
                .sql("delete from bot.invitation where bot_id = :bot and email_key = :key and tenant_id = :tenant")
                .param("bot", bot)
                .param("key", key(invitation.email()))
                .param("tenant", Tenant.required())
                .update();
        db.sql()
                .sql("""
                        insert into bot.invitation (id, tenant_id, bot_id, email, email_key, role, inviter_name,
                          token_hash, created_at, expires_at)
                        values (:id, :tenant, :bot, :email, :key, :role, :inviter, :hash, :now, :expires)
                        """)
                .param("id", invitation.id())
                .param("tenant", Tenant.required())
                .param("bot", bot)
                .param("email", invitation.email())
                .param("key", key(invitation.email()))
                .param("role", TeamRepository.text(invitation.role()))
                .param("inviter", inviterName)
                .param("hash", HexFormat.of().parseHex(tokenHash))
                .param("now", Timestamps.of(invitation.createdAt()))
                .param("expires", Timestamps.of(invitation.expiresAt()))
                .update();
        db.sql()
                .sql("insert into bot.secret (hash, tenant_id, invitation_id) values (:hash, :tenant, :id)")
                .param("hash", HexFormat.of().parseHex(tokenHash))
                .param("tenant", Tenant.required())
                .param("id", invitation.id())
                .update();
    }

    /** Those that nobody has accepted, expired ones too: their owner is to see what became of them. */
    List<Invitation> open(UUID bot) {
        return db.sql()
                .sql("""
                        select id, email, role, created_at, expires_at from bot.invitation
                        where bot_id = :bot and tenant_id = :tenant and accepted_by is null order by created_at, id
                        """)
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .query((rs, n) -> new Invitation(
                        rs.getObject("id", UUID.class),
                        rs.getString("email"),
                        TeamRepository.role(rs),
                        Timestamps.get(rs, "created_at"),
                        Timestamps.get(rs, "expires_at")))
                .list();
    }

    boolean withdraw(UUID bot, UUID id) {
        return db.sql()
                        .sql("""
                                delete from bot.invitation
                                where id = :id and bot_id = :bot and tenant_id = :tenant and accepted_by is null
                                """)
                        .param("id", id)
                        .param("bot", bot)
                        .param("tenant", Tenant.required())
                        .update()
                == 1;
    }

    /** Whose bot a token invites to; before any tenant is known. */
    Optional<UUID> tenantOf(String tokenHash) {
        return db.sql()
                .sql("select tenant_id from bot.secret where hash = :hash and invitation_id is not null")
                .param("hash", HexFormat.of().parseHex(tokenHash))
                .query(UUID.class)
                .optional();
    }

    /** Locks it, so that of two who accept at once one is first. */
    Optional<Found> find(String tokenHash) {
        return db.sql()
                .sql("""
                        select i.id, i.bot_id, b.name as bot_name, i.email, i.role, i.inviter_name, i.expires_at,
                          i.accepted_by
                        from bot.invitation i join bot.bot b on b.id = i.bot_id
                        where i.token_hash = :hash and i.tenant_id = :tenant for update of i
                        """)
                .param("hash", HexFormat.of().parseHex(tokenHash))
                .param("tenant", Tenant.required())
                .query((rs, n) -> found(rs))
                .optional();
    }

    private static Found found(ResultSet rs) throws SQLException {
        return new Found(
                rs.getObject("id", UUID.class),
                rs.getObject("bot_id", UUID.class),
                rs.getString("bot_name"),
                rs.getString("email"),
                TeamRepository.role(rs),
                rs.getString("inviter_name"),
                Timestamps.get(rs, "expires_at"),
                rs.getObject("accepted_by", UUID.class));
    }

    void markAccepted(UUID id, UUID account) {
        db.sql()
                .sql("update bot.invitation set accepted_by = :account where id = :id and tenant_id = :tenant")
                .param("account", account)
                .param("id", id)
                .param("tenant", Tenant.required())
                .update();
    }
}
