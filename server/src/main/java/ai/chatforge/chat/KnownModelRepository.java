package ai.chatforge.chat;

import ai.chatforge.platform.persistence.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for chat.model, which is the installation's, not a tenant's. */
@Repository
class KnownModelRepository {
    private final Database db;

    KnownModelRepository(@Qualifier("chat") Database db) {
        this.db = db;
    }

    List<KnownModel> all() {
        return db.call(() -> db.sql()
                .sql("select * from chat.model order by provider, model")
                .query((rs, n) -> known(rs))
                .list());
    }

    void save(KnownModel model) {
        db.sql()
                .sql("""
                    insert into chat.model (provider, model, name, context_tokens, max_output_tokens, tools, json,
                      vision, sampling, thinks, tool_use, token_percent, since)
                    values (:provider, :model, :name, :context, :output, :tools, :json, :vision, :sampling, :thinks,
                      :toolUse, :tokenPercent, :since)
                    on conflict (provider, model) do update set name = excluded.name,
                      context_tokens = excluded.context_tokens, max_output_tokens = excluded.max_output_tokens,
                      tools = excluded.tools, json = excluded.json, vision = excluded.vision,
                      sampling = excluded.sampling, thinks = excluded.thinks, tool_use = excluded.tool_use,
                      token_percent = excluded.token_percent, since = excluded.since
                    """)
                .param("provider", model.provider().key())
                .param("model", model.model())
                .param("name", model.name())
                .param("context", model.contextTokens())
                .param("output", model.maxOutputTokens())
                .param("tools", model.tools())
                .param("json", model.json())
                .param("vision", model.vision())
                .param("sampling", model.sampling())
                .param("thinks", model.abilities().thinks())
                .param("toolUse", model.abilities().toolUse().key())
                .param("tokenPercent", model.margin())
                .param("since", model.since())
                .update();
    }

    /** @return whether there was one */
    boolean delete(ProviderKind provider, String model) {
        return db.sql()
                        .sql("delete from chat.model where provider = :provider and model = :model")
                        .param("provider", provider.key())
                        .param("model", model)
                        .update()
                > 0;
    }

    private static KnownModel known(ResultSet rs) throws SQLException {
        return new KnownModel(
                ProviderKind.valueOf(rs.getString("provider").toUpperCase(Locale.ROOT)),
                rs.getString("model"),
                rs.getString("name"),
                rs.getInt("context_tokens"),
                rs.getInt("max_output_tokens"),
                rs.getBoolean("tools"),
                rs.getBoolean("json"),
                rs.getBoolean("vision"),
                rs.getBoolean("sampling"),
                rs.getBoolean("thinks"),
                ModelProvider.ToolUse.valueOf(rs.getString("tool_use").toUpperCase(Locale.ROOT)),
                rs.getInt("token_percent"),
                rs.getObject("since", LocalDate.class));
    }
}
