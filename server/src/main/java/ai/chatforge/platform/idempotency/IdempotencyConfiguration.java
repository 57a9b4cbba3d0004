package ai.chatforge.platform.idempotency;

import ai.chatforge.platform.crypto.Sealers;
import ai.chatforge.platform.error.ProblemWriter;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Databases;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.platform.web.WebSettings;
import java.time.Duration;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** Idempotency keys for every handler that is {@link Idempotent}. */
@Configuration(proxyBeanMethods = false)
public class IdempotencyConfiguration {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration KEEP = Duration.ofHours(24);
    private static final String SERVICES = "ai.chatforge.";

    @Bean
    IdempotencyKeys idempotencyKeys(JsonMapper json, Sealers sealers) {
        return new IdempotencyKeys(json, sealers, LEASE, KEEP);
    }

    @Bean
    Leases idempotencyLeases(IdempotencyKeys keys, Databases databases) {
        return new Leases(keys, databases.all(), LEASE);
    }

    @Bean
    KeyedWork keyedWork(IdempotencyKeys keys, Leases leases) {
        return new KeyedWork(keys, leases);
    }

    @Bean
    IdempotencyFilter idempotencyFilter(
            @Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> mapping,
            Databases databases,
            IdempotencyKeys keys,
            Leases leases,
            ProblemWriter problems,
            WebSettings settings) {
        return new IdempotencyFilter(
                new IdempotentHandlers(mapping::getObject, handler -> databaseOf(handler, databases)),
                keys,
                leases,
                problems,
                Math.toIntExact(settings.maxBody().toBytes()));
    }

    private static Optional<Database> databaseOf(HandlerMethod handler, Databases databases) {
        String name = handler.getBeanType().getName();
        if (!name.startsWith(SERVICES)) {
            return Optional.empty();
        }
        return ServiceName.byKey(name.substring(SERVICES.length()).replaceAll("\\..*", ""))
                .filter(ServiceName::hasDatabase)
                .map(databases::of);
    }
}
