package ai.chatforge.email;

import ai.chatforge.email.api.EmailKind;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of email.outbox that waits. */
record QueuedEmail(
        UUID id, EmailKind kind, String to, @Nullable String language, Map<String, String> values) {

    @Override
    public String toString() {
        return "QueuedEmail[" + id + " " + kind + "]";
    }
}
