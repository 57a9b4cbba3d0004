package ai.chatforge.chat;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why a provider gave no whole answer. The message is for the user; what the provider said itself is in the log. */
final class ProviderException extends Exception {
    /** What kind of failure it was; another attempt may help where it is transient. */
    enum Kind {
        REFUSED(false),
        OVERLOADED(true),
        UNREACHABLE(true),
        BROKEN_OFF(true);

        private final boolean transientFailure;

        Kind(boolean transientFailure) {
            this.transientFailure = transientFailure;
        }

        boolean isTransient() {
            return transientFailure;
        }
    }

    /**
     * A provider's own no.
     *
     * @param said may hold the key: never for a user or a log
     * @param retryAfter how long it wants to be left alone; null when it does not say so
     */
    record Refusal(int status, String said, @Nullable Duration retryAfter) {
        @Override
        public String toString() {
            return "Refusal[" + status + "]";
        }
    }

    /**
     * How servers say that they do not take a field, whatever its value: OpenAI, Azure, Groq and xAI in words, Mistral and
     * vLLM as pydantic does.
     */
    private static final Pattern UNKNOWN = Pattern.compile(
            "(?i)unsupported(?!.value)|unrecogni[sz]ed|unknown|not (supported|permitted)|additional propert|extra_forbidden");
    /** Where several fields are at fault, each has an object of its own. */
    private static final Pattern OBJECTS = Pattern.compile("[{}]");

    private final Kind kind;
    private final transient @Nullable Refusal refusal;

    ProviderException(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, message, cause, null);
    }

    private ProviderException(Kind kind, String message, @Nullable Throwable cause, @Nullable Refusal refusal) {
        super(message, cause);
        this.kind = kind;
        this.refusal = refusal;
    }

    static ProviderException of(Refusal refusal, Kind kind, String message) {
        return new ProviderException(kind, message, null, refusal);
    }

    Kind kind() {
        return kind;
    }

    /** Whether the provider refused a request that it did not like, and names this field of it. */
    boolean isAbout(String field) {
        return refusal != null
                && (refusal.status() == 400 || refusal.status() == 422)
                && named(field).matcher(refusal.said()).find();
    }

    /** Whether it does so because it does not know the field, and not because of what stands in it. */
    boolean isUnknown(String field) {
        Pattern name = named(field);
        return refusal != null
                && isAbout(field)
                && OBJECTS.splitAsStream(refusal.said())
                        .anyMatch(part -> name.matcher(part).find()
                                && UNKNOWN.matcher(part).find());
    }

    private static Pattern named(String field) {
        return Pattern.compile("(?<!\\w)" + Pattern.quote(field) + "(?!\\w)");
    }

    /** Null when it gave no answer at all, or broke one off. */
    @Nullable
    Refusal refusal() {
        return refusal;
    }
}
