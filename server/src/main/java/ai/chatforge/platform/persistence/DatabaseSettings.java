package ai.chatforge.platform.persistence;

import ai.chatforge.platform.config.Setting;
import ai.chatforge.platform.service.ServiceName;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Where the data is: embedded PostgreSQL, or a server of the operator's. */
@ConfigurationProperties("chatforge.database")
public record DatabaseSettings(
        @Setting(
                value =
                        "PostgreSQL 15 or newer, as postgresql://user:password@host:port/database. Empty: PostgreSQL runs"
                                + " embedded in the data folder.",
                secret = true)
        @Nullable
        String url,

        @Setting(
                value = "The same database with a login that may create schemas and roles; used for migrations at"
                        + " start. Empty: the one of chatforge.database.url.",
                secret = true)
        @Nullable
        String ownerUrl,

        @Setting("A database of its own for one service, as chatforge.database.of.<service>.url.") @DefaultValue
        Map<String, @Valid OfService> of,

        @Setting("Connections at the most, for each database.") @DefaultValue("24") @Min(2) @Max(500)
        int maxConnections,

        @Setting("How long a request waits for a connection before it is answered with 503.") @DefaultValue("10s")
        Duration connectionTimeout) {

    /** One service's own database. */
    public record OfService(
            @Setting(value = "Like chatforge.database.url, for this service.", secret = true) @Nullable
            String url,

            @Setting(value = "Like chatforge.database.owner-url, for this service.", secret = true) @Nullable
            String ownerUrl) {

        @Override
        public String toString() {
            return "OfService[]";
        }
    }

    @Nullable
    PostgresUrl urlOf(ServiceName service) {
        OfService own = of.get(service.key());
        String chosen = own != null && own.url() != null ? own.url() : url;
        return chosen == null || chosen.isBlank() ? null : PostgresUrl.parse(chosen);
    }

    @Nullable
    PostgresUrl ownerUrlOf(ServiceName service) {
        OfService own = of.get(service.key());
        if (own != null && own.url() != null) {
            return own.ownerUrl() == null ? PostgresUrl.parse(own.url()) : PostgresUrl.parse(own.ownerUrl());
        }
        return ownerUrl == null || ownerUrl.isBlank() ? urlOf(service) : PostgresUrl.parse(ownerUrl);
    }

    @Override
    public String toString() {
        return "DatabaseSettings[maxConnections=" + maxConnections + "]";
    }
}
