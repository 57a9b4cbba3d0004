package ai.chatforge.email;

import ai.chatforge.email.EmailSettings.Way;
import ai.chatforge.email.api.EmailRequested;
import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.config.ServerSettings;
import ai.chatforge.platform.config.StartupFailure;
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
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import tools.jackson.databind.json.JsonMapper;

@OnService(ServiceName.EMAIL)
class EmailConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(EmailConfiguration.class);

    @Bean
    MailboxRules mailboxRules(EmailSettings settings, ServerSettings server, Databases databases) {
        return new MailboxRules(settings, server, databases.isEmbedded());
    }

    // Only some installations need it, and none does to start.
    @Bean
    @Lazy
    ProviderApi providerApi(EmailSettings settings, JsonMapper json, Clock clock) {
        return new ProviderApi(settings.timeout(), json, clock);
    }

    @Bean
    EmailTransport emailTransport(
            EmailSettings settings,
            MailboxRules rules,
            MailboxRepository mailbox,
            ObjectProvider<ProviderApi> api,
            Clock clock) {
        Way way = settings.way();
        if (way == null) {
            return withoutProvider(rules, mailbox);
        }
        return switch (way) {
            case SMTP -> new SmtpTransport(settings, clock);
            case SES -> new SesTransport(settings, api.getObject(), clock);
            case RESEND -> new ResendTransport(settings, api.getObject());
            case POSTMARK -> new PostmarkTransport(settings, api.getObject());
            case MAILBOX -> {
                if (!rules.isOpen()) {
                    throw new StartupFailure("chatforge.email.transport cannot be mailbox here: that shows e-mails to"
                            + " whoever comes, so it needs the embedded database, and an address (chatforge.address,"
                            + " chatforge.public-url) of this machine alone. Choose smtp, ses, resend or postmark.");
                }
                yield new LocalMailbox(mailbox);
            }
        };
    }

    private static EmailTransport withoutProvider(MailboxRules rules, MailboxRepository mailbox) {
        if (rules.isOpen()) {
            LOG.info("No transport of e-mails is set, so they are shown at /dev/mailbox");
            return new LocalMailbox(mailbox);
        }
        LOG.warn(
                "{} Nobody can confirm a sign-up then: set one, or chatforge.auth.sign-up=immediate.",
                NoTransport.REASON);
        return new NoTransport();
    }

    @Bean
    SnsSignatures snsSignatures(ObjectProvider<ProviderApi> api, Clock clock) {
        return new SnsSignatures(url -> api.getObject().get(url), clock);
    }

    /** The same in all processes of an installation, as links of one are opened at another. */
    @Bean
    OptOutTokens optOutTokens(ServerSettings server, DataFolder folder) {
        String shared = server.clusterSecret();
        return new OptOutTokens(shared == null ? folder.secret("email-opt-out") : shared);
    }

    @Bean
    JobRunner emailRunner(
            @Qualifier("email") Database db,
            Jobs jobs,
            Outbox outbox,
            FeedbackRepository feedback,
            EmailSettings settings) {
        RepeatedJob forgetting = new RepeatedJob("forget-emails", Duration.ofHours(6), () -> {
            outbox.forgetOld();
            feedback.forgetOld();
        });
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
