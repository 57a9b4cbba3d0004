package ai.chatforge.bot;

import ai.chatforge.bot.api.BotRole;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.persistence.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for bot.teammate. */
@Repository
class TeamRepository {
    private final Database db;

    TeamRepository(@Qualifier("bot") Database db) {
        this.db = db;
    }

    /** A bot of somebody else that an account may use. */
    record Membership(UUID bot, UUID owner, BotRole role) {}

    void add(UUID bot, Teammate teammate) {
        db.sql()
                .sql("""
                        insert into bot.teammate (bot_id, tenant_id, account_id, email, name, role, added_at)
                        values (:bot, :tenant, :account, :email, :name, :role, :now)
                        on conflict (bot_id, account_id) do update set role = excluded.role
                        """)
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .param("account", teammate.id())
                .param("email", teammate.email())
                .param("name", teammate.name())
                .param("role", text(teammate.role()))
                .param("now", Timestamps.of(teammate.addedAt()))
                .update();
    }

    List<Teammate> of(UUID bot) {
        return db.sql()
                .sql(
                        "select * from bot.teammate where bot_id = :bot and tenant_id = :tenant order by added_at, account_id")
                .param("bot", bot)
                .param("tenant", Tenant.required())
                .query((rs, n) -> new Teammate(
                        rs.getObject("account_id", UUID.class),
                        rs.getString("email"),
                        rs.getString("name"),
                        role(rs),
                        Timestamps.get(rs, "added_at")))
                .list();
    }

    Map<UUID, BotRole> roles(UUID bot) {
        return of(bot).stream().collect(Collectors.toMap(Teammate::id, Teammate::role));
    }

    /** Of the present account in bots of others, newest bots first; one more than the page holds. */
    List<Membership> memberships(@Nullable UUID before, int limit) {
        return db.sql()
                .sql("""
                        select bot_id, tenant_id, role from bot.teammate
                        where account_id = :account
                          and not exists (select from bot.suspended s where s.tenant_id = teammate.tenant_id)
                          and (:before::uuid is null or bot_id < :before::uuid)
                        order by bot_id desc limit :limit
                        """)
                .param("account", Tenant.required())
                .param("before", before)
                .param("limit", limit + 1)
                .query((rs, n) -> new Membership(
                        rs.getObject("bot_id", UUID.class), rs.getObject("tenant_id", UUID.class), role(rs)))
                .list();
    }

    boolean change(UUID bot, UUID account, BotRole role) {
        return db.sql()
                        .sql("""
                                update bot.teammate set role = :role
                                where bot_id = :bot and account_id = :account and tenant_id = :tenant
                                """)
                        .param("role", text(role))
                        .param("bot", bot)
                        .param("account", account)
                        .param("tenant", Tenant.required())
                        .update()
                == 1;
    }

    boolean remove(UUID bot, UUID account) {
        return db.sql()
                        .sql(
                                "delete from bot.teammate where bot_id = :bot and account_id = :account and tenant_id = :tenant")
                        .param("bot", bot)
                        .param("account", account)
                        .param("tenant", Tenant.required())
                        .update()
                == 1;
    }

    /** In all bots of others that the present account may use. */
    void rename(String name) {
        db.sql()
                .sql("update bot.teammate set name = :name where account_id = :account")
                .param("name", name)
                .param("account", Tenant.required())
                .update();
    }

    static String text(BotRole role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    static BotRole role(ResultSet rs) throws SQLException {
        return BotRole.valueOf(rs.getString("role").toUpperCase(Locale.ROOT));
    }
}
