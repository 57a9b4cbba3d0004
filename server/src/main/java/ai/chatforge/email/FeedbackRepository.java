package ai.chatforge.email;

import ai.chatforge.email.SuppressionRepository.Cause;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** Heeds what providers tell, once for each message. SQL for email.feedback. */
@Repository
class FeedbackRepository {
    private static final Pattern ADDRESS = Pattern.compile("[^\\p{Cc}]{1,318}@[^\\p{Cc}]+");

    private final Database db;
    private final SuppressionRepository suppressions;
    private final OutboxRepository outbox;
    private final EmailSettings settings;
    private final MeterRegistry meters;
    private final Clock clock;

    FeedbackRepository(
            @Qualifier("email") Database db,
            SuppressionRepository suppressions,
            OutboxRepository outbox,
            EmailSettings settings,
            MeterRegistry meters,
            Clock clock) {
        this.db = db;
        this.suppressions = suppressions;
        this.outbox = outbox;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
    }

    void apply(String provider, Feedback.Message message) {
        List<Feedback> heeded = new ArrayList<>();
        if (message.feedback().isEmpty()) {
            return;
        }
        db.run(() -> {
            if (isNew(provider, message.id())) {
                message.feedback().stream()
                        .filter(each -> ADDRESS.matcher(each.address()).matches())
                        .forEach(each -> {
                            heed(provider, each);
                            heeded.add(each);
                        });
            }
        });
        heeded.forEach(each -> meters.counter(
                        "chatforge.email.feedback",
                        "provider",
                        provider,
                        "type",
                        each.type().key())
                .increment());
    }

    private boolean isNew(String provider, String id) {
        return db.sql()
                        .sql("insert into email.feedback (provider, id, received_at) values (?, ?, ?)"
                                + " on conflict do nothing")
                        .params(provider, id, Timestamps.of(clock.instant()))
                        .update()
                > 0;
    }

    private void heed(String provider, Feedback feedback) {
        String address = feedback.address();
        switch (feedback.type()) {
            case BOUNCED -> suppressions.put(address, Cause.BOUNCE, "Bounced, as " + provider + " tells");
            case COMPLAINED -> suppressions.put(address, Cause.COMPLAINT, "Called spam, as " + provider + " tells");
            case REFUSED -> suppressions.put(address, Cause.PROVIDER, "Refused by " + provider);
            case ACCEPTED_AGAIN -> suppressions.remove(address);
            case BOUNCED_FOR_NOW -> {}
        }
        if (!feedback.emailId().isEmpty()) {
            outbox.note(feedback.emailId(), feedback.type().key());
        }
    }

    /** Longer than any provider goes on repeating. */
    void forgetOld() {
        db.call(() -> db.sql()
                .sql("delete from email.feedback where received_at < ?")
                .param(Timestamps.of(clock.instant().minus(settings.keep())))
                .update());
    }
}
