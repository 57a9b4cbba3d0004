package ai.chatforge;

import ai.chatforge.platform.config.StartupFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;

/** Keeps Spring from printing a stack trace for what {@link Main} tells in sentences. */
final class StartupFailureReporter implements SpringBootExceptionReporter {
    // The constructor that Spring's factory mechanism calls.
    StartupFailureReporter(@Nullable ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        return in(failure).isPresent();
    }

    static Optional<StartupFailure> in(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof StartupFailure found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
