package ai.chatforge.document;

import java.util.UUID;

/** A source in the hands of the job with the token. */
record Work(Source source, UUID token) {
    UUID id() {
        return source.id();
    }
}
