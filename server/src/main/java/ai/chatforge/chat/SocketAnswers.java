package ai.chatforge.chat;

import ai.chatforge.platform.web.TextSocket;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The answers that one socket is shown, by the same code that writes event streams. */
final class SocketAnswers {
    private final TextSocket socket;
    private final AnswerWriter answers;
    private final SocketFrames frames;
    private final Set<AnswerStream> followed = ConcurrentHashMap.newKeySet();

    SocketAnswers(TextSocket socket, AnswerWriter answers, SocketFrames frames) {
        this.socket = socket;
        this.answers = answers;
        this.frames = frames;
    }

    /** An answer as it can be had: under way here, or from where it is stored. */
    record Found(@Nullable AnswerStream stream, StoredAnswers.Which stored, AnswerWriter.Recipient recipient) {}

    /** Until it ends, or the client has gone. */
    void show(@Nullable String ref, UUID messageId, Found found, long after) throws InterruptedException {
        AnswerStream stream = found.stream();
        long last = Math.max(0, after);
        if (stream == null) {
            answers.follow(found.stored(), found.recipient(), last, events(ref, messageId));
        } else {
            follow(ref, stream, last, found.recipient());
        }
    }

    void show(@Nullable String ref, ChatController.Begun begun) throws InterruptedException {
        follow(ref, begun.turn().stream(), 0, begun.recipient());
    }

    private void follow(@Nullable String ref, AnswerStream stream, long after, AnswerWriter.Recipient recipient)
            throws InterruptedException {
        followed.add(stream);
        try {
            answers.follow(stream, recipient, after, events(ref, stream.messageId()));
        } finally {
            followed.remove(stream);
        }
    }

    private SocketEvents events(@Nullable String ref, UUID messageId) {
        return new SocketEvents(socket, ref == null ? null : frames.text(ref), messageId);
    }

    /** The socket is closed; who waits for the next event notices. */
    void nudge() {
        followed.forEach(AnswerStream::nudge);
    }
}
