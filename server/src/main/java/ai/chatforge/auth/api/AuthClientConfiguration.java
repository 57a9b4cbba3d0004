package ai.chatforge.auth.api;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** In every process, so that each one checks tokens itself. */
@Configuration(proxyBeanMethods = false)
public class AuthClientConfiguration {

    @Bean
    SessionTokenVerifier tokenVerifier(Sessions sessions, Clock clock) {
        return new SessionTokenVerifier(sessions, clock);
    }
}
