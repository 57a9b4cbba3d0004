package ai.chatforge.platform.service;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The services that exist, with the port each listens on when it is the first one of its process. */
public enum ServiceName {
    GATEWAY(4000),
    AUTH(3001),
    USER(3005),
    BOT(3006),
    CHAT(3002),
    ACCOUNTING(3007),
    DOCUMENT(3008),
    VECTOR(3009),
    EMAIL(3012);

    private final int defaultPort;

    ServiceName(int defaultPort) {
        this.defaultPort = defaultPort;
    }

    public int defaultPort() {
        return defaultPort;
    }

    /** The name in options, addresses and logs; also that of the service's package and database schema. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The gateway keeps nothing. */
    public boolean hasDatabase() {
        return this != GATEWAY;
    }

    /** The PostgreSQL role under which this service's transactions run. */
    public String databaseRole() {
        return "chatforge_" + key();
    }

    public static Optional<ServiceName> byKey(String key) {
        String wanted = key.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(s -> s.key().equals(wanted)).findFirst();
    }

    public static String allKeys() {
        return Arrays.stream(values()).map(ServiceName::key).collect(Collectors.joining(", "));
    }
}
