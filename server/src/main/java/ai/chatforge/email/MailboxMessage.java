package ai.chatforge.email;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/** An e-mail of the local mailbox, as text. */
record MailboxMessage(
        UUID id,
        @Schema(example = "ada@example.com") String to,
        @Schema(example = "Confirm your e-mail address") String subject,

        @Schema(description = "The plain text, with its links")
        String text,

        Instant createdAt) {

    @Override
    public String toString() {
        return "MailboxMessage[" + id + "]";
    }
}
