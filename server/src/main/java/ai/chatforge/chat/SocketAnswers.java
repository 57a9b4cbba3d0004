package ai.chatforge.chat;

import ai.chatforge.platform.web.TextSocket;
import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answers that one socket is shown, by the same code that writes event streams. */
final class SocketAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(SocketAnswers.class);

    private final TextSocket socket;
    private final AnswerWriter answers;
    private final SocketFrames frames;
    private final Set<AnswerStream> followed = ConcurrentHashMap.newKeySet();

    SocketAnswers(TextSocket socket, AnswerWriter answers, SocketFrames frames) {
        this.socket = socket;
        this.answers = answers;
        this.frames = frames;
    }

    /** An answer as it can be had: under way, or from where it is stored. */
    record Found(@Nullable AnswerStream stream, @Nullable Message stored, AnswerWriter.Recipient recipient) {}

    /** Until it ends, or the client has gone. */
    void show(@Nullable String ref, UUID messageId, Found found, long after) throws InterruptedException {
        if (found.stream() != null) {
            follow(ref, found.stream(), Math.max(0, after), found.recipient());
        } else if (found.stored() != null) {
            try {
                answers.single(found.stored(), events(ref, messageId));
            } catch (IOException gone) {
                LOG.debug("A client went away: {}", gone.toString());
            }
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
