package ai.chatforge;

import ai.chatforge.auth.api.AuthClientConfiguration;
import ai.chatforge.bot.api.BotClientConfiguration;
import ai.chatforge.platform.account.AccountDataConfiguration;
import ai.chatforge.platform.audit.AuditConfiguration;
import ai.chatforge.platform.crypto.CryptoConfiguration;
import ai.chatforge.platform.event.EventConfiguration;
import ai.chatforge.platform.http.OutsideHttp;
import ai.chatforge.platform.http.OutsideSettings;
import ai.chatforge.platform.idempotency.IdempotencyConfiguration;
import ai.chatforge.platform.job.JobConfiguration;
import ai.chatforge.platform.observe.ObserveConfiguration;
import ai.chatforge.platform.security.SecurityConfiguration;
import ai.chatforge.platform.service.ServiceConfiguration;
import ai.chatforge.platform.web.WebConfiguration;
import ai.chatforge.user.api.UserClientConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What every process has, whatever it hosts. */
@Configuration(proxyBeanMethods = false)
@Import({
    ServiceConfiguration.class,
    WebConfiguration.class,
    SecurityConfiguration.class,
    ObserveConfiguration.class,
    CryptoConfiguration.class,
    EventConfiguration.class,
    EventSubscriptions.class,
    JobConfiguration.class,
    IdempotencyConfiguration.class,
    AccountDataConfiguration.class,
    AuditConfiguration.class,
    AuthClientConfiguration.class,
    BotClientConfiguration.class,
    UserClientConfiguration.class,
})
class PlatformConfiguration {

    @Bean
    OutsideHttp outsideHttp(OutsideSettings settings) {
        return new OutsideHttp(settings);
    }
}
