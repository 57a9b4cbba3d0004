package ai.chatforge.platform.config;

import java.util.List;

/** ChatForge cannot start as configured. Carries every mistake found, each a sentence that says what to do. */
public final class StartupFailure extends RuntimeException {
    private final List<String> mistakes;

    public StartupFailure(List<String> mistakes) {
        super(String.join("\n", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    public StartupFailure(String mistake) {
        this(List.of(mistake));
    }

    public List<String> mistakes() {
        return mistakes;
    }
}
