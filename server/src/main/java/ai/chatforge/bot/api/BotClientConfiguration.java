package ai.chatforge.bot.api;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** In every process that may ask about bots. */
@Configuration(proxyBeanMethods = false)
public class BotClientConfiguration {

    @Bean
    BotAccess botAccess(Bots bots) {
        return new BotAccess(bots);
    }
}
