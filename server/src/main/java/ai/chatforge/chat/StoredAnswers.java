package ai.chatforge.chat;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Answers as the database has them, for who follows or stops one that another process makes (see {@link DistantReaders}). */
@Component
class StoredAnswers {
    /** Events that tell of the stored text have the number of what they end with, apart from those of the one that makes it. */
    private static final long FIRST = 1_000_000_000;

    /** What is known of a text before the first look. */
    static final int NOTHING = -1;

    static final Duration SIGN_EVERY = Duration.ofSeconds(10);

    private final Database db;
    private final MessageRepository messages;

    StoredAnswers(@Qualifier("chat") Database db, MessageRepository messages) {
        this.db = db;
        this.messages = messages;
    }

    /** One of those that the reader may have. */
    record Which(UUID messageId, UUID tenant, AnswerStream.Listener reader) {}

    /** Whether who had this event last has followed what is stored, and goes on by it: numbers of a stream say nothing of it. */
    static boolean isNumber(long eventId) {
        return eventId >= FIRST;
    }

    static long numberOf(Message message) {
        return FIRST + message.content().length();
    }

    static String textAfter(long eventId, Message message) {
        return message.content().substring(Math.toIntExact(eventId - FIRST));
    }

    Message read(Which which) {
        Message message = Tenant.call(
                        which.tenant(), () -> db.call(() -> messages.find(which.messageId(), which.reader())))
                .orElseThrow(() -> ApiException.notFound("message"));
        return seen(which, message);
    }

    /** What an answer costs is the owner's business, not a visitor's. */
    private static Message seen(Which which, Message message) {
        return which.reader().isVisitor() ? message.withoutUsage() : message;
    }

    /** Empty where nothing is new since it was that long; with {@link #NOTHING} it is there, or not found. */
    Optional<MessageRepository.Stored> changed(Which which, int known) {
        Optional<MessageRepository.Stored> changed =
                Tenant.call(which.tenant(), () -> messages.findChanged(which.messageId(), which.reader(), known));
        if (known == NOTHING && changed.isEmpty()) {
            throw ApiException.notFound("message");
        }
        return changed.map(stored -> new MessageRepository.Stored(seen(which, stored.message()), stored.length()));
    }

    Message questionOf(Which which, Message answer) {
        return Tenant.call(
                        which.tenant(), () -> db.call(() -> messages.before(answer.conversationId(), answer.id(), 1)))
                .getFirst();
    }

    /** So that it goes on, though nobody follows it where it is made. */
    void sign(Which which) {
        Tenant.run(which.tenant(), () -> messages.follow(which.messageId()));
    }

    void stop(Which which) {
        Tenant.run(which.tenant(), () -> messages.askToStop(which.messageId()));
    }
}
