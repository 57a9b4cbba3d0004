package ai.chatforge.platform.observe;

import ai.chatforge.platform.persistence.Database;
import java.util.Collection;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Health of what every process has. Services add their own parts. */
@Configuration(proxyBeanMethods = false)
public class ObserveConfiguration {

    @Bean
    HealthIndicator databaseHealth(List<Database> databases) {
        return () -> check(databases);
    }

    private static Health check(Collection<Database> databases) {
        try {
            for (Database database : databases) {
                database.call(() ->
                        database.sql().sql("select 1").query(Integer.class).single());
            }
            return Health.up().build();
        } catch (RuntimeException e) {
            return Health.down()
                    .withDetail("reason", "PostgreSQL does not answer")
                    .build();
        }
    }
}
