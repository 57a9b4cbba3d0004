package ai.chatforge.chat;

import ai.chatforge.chat.guard.PrivacyGuard;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a model and everybody else: markers that point nowhere are dropped, then what is private is kept
 * back. In this order, as dropping a marker must not join what the guard saw apart.
 */
final class Gates {
    private final Markers markers;
    private final @Nullable PrivacyGuard guard;
    private final Cancellation cancellation;
    private final Consumer<String> exit;

    /**
     * @param cancellation used when the model does not stop giving away what is private
     * @param exit takes what may be shown, never an empty text
     */
    Gates(Markers markers, Privacy privacy, Cancellation cancellation, Consumer<String> exit) {
        this.markers = markers;
        this.guard = privacy.isNeeded() ? privacy.guard() : null;
        this.cancellation = cancellation;
        this.exit = exit;
    }

    static Markers markers(Knowledge.Found found) {
        return new Markers(found.passages().size(), !found.isEmpty());
    }

    void take(String said) {
        pass(markers.take(said));
    }

    private void pass(String said) {
        if (guard == null) {
            leave(said);
            return;
        }
        leave(guard.take(said));
        if (guard.isOver()) {
            cancellation.cancel();
        }
    }

    private void leave(String shown) {
        if (!shown.isEmpty()) {
            exit.accept(shown);
        }
    }

    /** The model has said all, or all that it will say. */
    void end() {
        pass(markers.end());
        endGuard();
    }

    /** What the guard still held back is no more than harmless, now that nothing follows. */
    private void endGuard() {
        if (guard != null) {
            leave(guard.end());
        }
    }

    /** Whether a text apart from the answer, such as the arguments of a call, has nothing private in it. */
    boolean letsPass(String whole) {
        if (guard == null) {
            return true;
        }
        endGuard();
        boolean passed = guard.whole(whole).equals(whole);
        if (guard.isOver()) {
            cancellation.cancel();
        }
        return passed;
    }

    /** Whether everything is looked at for what is private. */
    boolean isGuarded() {
        return guard != null;
    }

    /** Whether the answer was ended because of what it gave away. */
    boolean isOver() {
        return guard != null && guard.isOver();
    }

    /** How often something was kept back. */
    int withheld() {
        return guard == null ? 0 : guard.hits();
    }

    /** Numbers of the passages that were cited, in the order of their new numbers. */
    List<Integer> cited() {
        return markers.cited();
    }

    /** The passage that a marker of the answer points at, by its number in the prompt. */
    Optional<Integer> passageOf(int marker) {
        return marker >= 1 && marker <= cited().size() ? Optional.of(cited().get(marker - 1)) : Optional.empty();
    }
}
