package ai.chatforge.platform.crypto;

import ai.chatforge.platform.service.ServiceName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every column with sealed values: what a rotation seals anew. Each is {@code bytea}; null is nothing. */
public enum SealedColumn {
    /** Secrets of authenticator apps. */
    TOTP_SECRET(ServiceName.AUTH, "auth.totp", "account_id", "sealed_secret"),
    /** Own keys for model providers. */
    PROVIDER_KEY(ServiceName.CHAT, "chat.provider_secret", "id", "sealed_key"),
    /** Answers kept for idempotency keys. */
    KEPT_ANSWER(null, "platform.idempotency_key", "id", "sealed_body"),
    /** What events bore that were given up. */
    DEAD_EVENT(null, "platform.event_dead", "id", "sealed_payload");

    private final @Nullable ServiceName service;
    private final String table;
    private final String key;
    private final String column;

    /** @param service null where every service has rows of its own in the table */
    SealedColumn(@Nullable ServiceName service, String table, String key, String column) {
        this.service = service;
        this.table = table;
        this.key = key;
        this.column = column;
    }

    static List<SealedColumn> of(ServiceName service) {
        return Arrays.stream(values())
                .filter(column -> column.service == null || column.service == service)
                .toList();
    }

    public String table() {
        return table;
    }

    /** The primary key. */
    public String key() {
        return key;
    }

    public String column() {
        return column;
    }

    /** The only place where a sealed value opens. */
    byte[] place(Object row) {
        String name = row instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : row.toString();
        return (table + "." + column + "/" + name).getBytes(StandardCharsets.UTF_8);
    }
}
