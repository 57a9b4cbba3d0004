package ai.chatforge.email;

import ai.chatforge.email.api.EmailRequested;
import ai.chatforge.platform.config.ServerSettings;
import ai.chatforge.platform.event.EventConsumer;
import ai.chatforge.platform.job.JobRunner;
import ai.chatforge.platform.job.Jobs;
import ai.chatforge.platform.job.RepeatedJob;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Databases;
import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

@OnService(ServiceName.EMAIL)
class EmailConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(EmailConfiguration.class);

    @Bean
    MailboxRules mailboxRules(EmailSettings settings, ServerSettings server, Databases databases) {
        return new MailboxRules(settings, server, databases.isEmbedded());
    }

    @Bean
    EmailTransport emailTransport(EmailSettings settings, MailboxRules rules, MailboxRepository mailbox, Clock clock) {
        if (settings.smtp().isSet()) {
            return new SmtpTransport(settings, clock);
        }
        if (rules.isOpen()) {
            LOG.info("No SMTP server is set, so e-mails are shown at /dev/mailbox");
            return new LocalMailbox(mailbox);
        }
        LOG.warn(NoTransport.REASON);
        return new NoTransport();
    }

    @Bean
    JobRunner emailRunner(@Qualifier("email") Database db, Jobs jobs, Outbox outbox, EmailSettings settings) {
        RepeatedJob forgetting = new RepeatedJob("forget-emails", Duration.ofHours(6), outbox::forgetOld);
        return jobs.runner(db, settings.concurrent(), List.of(outbox.sending()), List.of(forgetting));
    }

    @Bean
    EventConsumer requestedEmails(Outbox outbox) {
        return EventConsumer.named("email.outbox").on(EmailRequested.class, (event, delivery) -> outbox.accept(event));
    }

    // A mail server that is away is no reason to take a process away, too: what waits is sent later.
    @Bean
    HealthIndicator emailDelivery(EmailTransport transport) {
        return () -> transport instanceof NoTransport
                ? Health.unknown().withDetail("reason", NoTransport.REASON).build()
                : Health.up().withDetail("transport", transport.name()).build();
    }
}
