package ai.chatforge.testkit.provider;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A call while it happens: written by the thread that answers, read by any. */
final class Recording {
    private final long number;
    private final RequestReader.Request request;
    private final Clock clock;
    private final Instant startedAt;
    private volatile String model = "";
    private volatile int status;
    private volatile Call.@Nullable Usage told;
    private volatile int words;
    private volatile long bytes;
    private volatile State state = new State(Call.Ending.UNDER_WAY, null);

    private record State(Call.Ending ending, @Nullable Instant at) {}

    Recording(long number, RequestReader.Request request, Clock clock) {
        this.number = number;
        this.request = request;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    void model(String name) {
        model = name;
    }

    void status(int code) {
        status = code;
    }

    void told(Call.@Nullable Usage usage) {
        told = usage;
    }

    void words(int count) {
        words = count;
    }

    void bytes(long count) {
        bytes = count;
    }

    /** The first end counts. */
    void end(Call.Ending ending) {
        if (state.at() == null) {
            state = new State(ending, clock.instant());
        }
    }

    Call snapshot() {
        State now = state;
        return new Call(
                number,
                request.method(),
                request.path(),
                request.headers(),
                new String(request.body(), StandardCharsets.UTF_8),
                model,
                status,
                told,
                words,
                bytes,
                now.ending(),
                startedAt,
                now.at());
    }
}
