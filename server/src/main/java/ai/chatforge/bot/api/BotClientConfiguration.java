package ai.chatforge.bot.api;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** In every process that may ask about bots, and that takes API keys. */
@Configuration(proxyBeanMethods = false)
public class BotClientConfiguration {

    @Bean
    BotAccess botAccess(Bots bots) {
        return new BotAccess(bots);
    }

    @Bean
    ApiKeyVerifier apiKeyVerifier(Bots bots) {
        return new ApiKeyVerifier(bots);
    }
}
