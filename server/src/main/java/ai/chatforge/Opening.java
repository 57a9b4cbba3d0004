package ai.chatforge;

import ai.chatforge.platform.persistence.Databases;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Databases that are being opened beside the rest of the start. */
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    private final CompletableFuture<Databases> opened = new CompletableFuture<>();

    Opening(Supplier<Databases> open) {
        Thread.ofPlatform().daemon().name("databases").start(() -> {
            try {
                opened.complete(open.get());
            } catch (RuntimeException | Error e) {
                opened.completeExceptionally(e);
            }
        });
    }

    /** Fails as opening them failed. */
    Databases await() {
        try {
            return opened.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** For a start that failed: nothing is left running. */
    void abandon() {
        try {
            await().close();
        } catch (RuntimeException e) {
            LOG.debug("Not opened, as the start's own failure says", e);
        }
    }
}
