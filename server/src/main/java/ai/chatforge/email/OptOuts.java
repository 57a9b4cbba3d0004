package ai.chatforge.email;

import ai.chatforge.email.OptOutTokens.Choice;
import ai.chatforge.email.api.EmailKind;
import ai.chatforge.platform.config.ServerSettings;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import ai.chatforge.platform.service.HostedServices;
import ai.chatforge.platform.service.ServiceName;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Who wants no e-mails of which category, and the links by which they say so. */
@Component
class OptOuts {
    private static final Set<String> ANY_ADDRESS = Set.of("0.0.0.0", "::", "[::]");

    private final Database db;
    private final OptOutTokens tokens;
    private final String base;
    private final Clock clock;

    OptOuts(
            @Qualifier("email") Database db,
            OptOutTokens tokens,
            ServerSettings server,
            HostedServices services,
            @Value("${server.port:0}") int port,
            Clock clock) {
        this.db = db;
        this.tokens = tokens;
        this.base = base(server, services.hosts(ServiceName.GATEWAY) ? port : ServiceName.GATEWAY.defaultPort());
        this.clock = clock;
    }

    private static String base(ServerSettings server, int port) {
        String given = server.publicUrl();
        if (given != null && !given.isBlank()) {
            return given.strip().replaceFirst("/+$", "");
        }
        String address = server.address();
        String host =
                ANY_ADDRESS.contains(address) ? "localhost" : address.contains(":") ? "[" + address + "]" : address;
        return "http://" + host + ":" + port;
    }

    /** Null where one cannot do without. */
    @Nullable
    OptOut linkFor(EmailKind kind, String address) {
        return Category.of(kind)
                .map(category -> new OptOut(base, tokens.of(OptOutTokens.choice(category, address))))
                .orElse(null);
    }

    boolean isOut(EmailKind kind, String address) {
        return Category.of(kind)
                .map(category -> isOut(OptOutTokens.choice(category, address)))
                .orElse(false);
    }

    Optional<Choice> read(String token) {
        return tokens.read(token);
    }

    boolean isOut(Choice choice) {
        return db.call(() -> db.sql()
                .sql("select exists (select from email.opt_out where address = ? and category = ?)")
                .params(choice.address(), choice.category().key())
                .query(Boolean.class)
                .single());
    }

    void stop(Choice choice) {
        db.run(() -> db.sql()
                .sql("insert into email.opt_out (address, category, since) values (?, ?, ?) on conflict do nothing")
                .params(choice.address(), choice.category().key(), Timestamps.of(clock.instant()))
                .update());
    }

    void resume(Choice choice) {
        db.run(() -> db.sql()
                .sql("delete from email.opt_out where address = ? and category = ?")
                .params(choice.address(), choice.category().key())
                .update());
    }
}
