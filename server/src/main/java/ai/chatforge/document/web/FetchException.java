package ai.chatforge.document.web;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something that could not be fetched: a stable code, and a sentence that says what to do. */
public final class FetchException extends IOException {
    private final String code;
    private final String sentence;
    private final boolean passing;
    private final Duration patience;

    private FetchException(
            String code, String sentence, boolean passing, Duration patience, @Nullable Throwable cause) {
        super(sentence, cause);
        this.code = code;
        this.sentence = sentence;
        this.passing = passing;
        this.patience = patience;
    }

    static FetchException lasting(String code, String sentence) {
        return new FetchException(code, sentence, false, Duration.ZERO, null);
    }

    static FetchException passing(String code, String sentence, Duration patience) {
        return new FetchException(code, sentence, true, patience, null);
    }

    static FetchException of(String code, String sentence, boolean passing, Throwable cause) {
        return new FetchException(code, sentence, passing, Duration.ZERO, cause);
    }

    public String code() {
        return code;
    }

    public String sentence() {
        return sentence;
    }

    /** Whether another attempt, soon, may succeed. */
    public boolean passes() {
        return passing;
    }

    /** How long the other side asks to be left alone; zero when it does not say. */
    public Duration patience() {
        return patience;
    }
}
