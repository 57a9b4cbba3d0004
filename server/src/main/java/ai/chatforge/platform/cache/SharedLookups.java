package ai.chatforge.platform.cache;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Answers that are kept for a short time. Of callers who ask the same at once, one looks it up and the others wait for
 * its answer, or for its failure, which is not kept.
 */
public final class SharedLookups<K, V> {
    private final AsyncCache<K, V> answers;

    public SharedLookups(int maximum, Duration life) {
        this.answers = Caffeine.newBuilder()
                .maximumSize(maximum)
                .expireAfterWrite(life)
                .buildAsync();
    }

    /** @param lookUp runs in the thread of the one caller who looks it up */
    public V get(K key, Function<K, V> lookUp) {
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> there = answers.asMap().putIfAbsent(key, mine);
        if (there != null) {
            return answerOf(there);
        }
        try {
            V answer = lookUp.apply(key);
            mine.complete(answer);
            return answer;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        }
    }

    private static <V> V answerOf(CompletableFuture<V> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    public void forget(K key) {
        answers.synchronous().invalidate(key);
    }

    public void forgetIf(Predicate<V> answer) {
        answers.synchronous().asMap().values().removeIf(answer);
    }
}
