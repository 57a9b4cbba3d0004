package ai.chatforge.chat.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * What was worked out of single texts, for the next answers that are made from them. It is found by the text alone, of
 * which all of it follows, and is gone some minutes after it was last of use, also where the text was deleted.
 */
final class KnownTexts {
    private static final Duration LIFE = Duration.ofMinutes(5);

    /** For all answers of this process. */
    static final KnownTexts SHARED =
            new KnownTexts(Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 16));

    private final Cache<Key, Kept> all;
    /**
     * By the very list, as comparing hundreds of names takes longer than all else that a short answer needs; as long as the
     * others are kept.
     */
    private final Cache<List<String>, NameIndex> lists =
            Caffeine.newBuilder().weakKeys().weakValues().build();

    KnownTexts(long bytes) {
        this.all = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((Key key, Kept kept) -> kept.bytes() + Character.BYTES * key.text.length())
                .expireAfterAccess(LIFE)
                .scheduler(Scheduler.systemScheduler())
                .build();
    }

    interface Kept {
        int bytes();
    }

    private record Key(Class<? extends Kept> kind, String text) {}

    PrivatePassage passage(String text) {
        return get(PrivatePassage.class, text, PrivatePassage::of);
    }

    PermittedText permitted(String text) {
        return get(PermittedText.class, text, PermittedText::of);
    }

    /**
     * Most bots have the same ones from answer to answer.
     *
     * @param names not altered any more
     */
    NameIndex names(List<String> names) {
        NameIndex known = lists.getIfPresent(names);
        if (known == null) {
            known = get(
                    NameIndex.class,
                    String.join("\0", names),
                    all -> new NameIndex(
                            Arrays.stream(all.split("\0", -1)).map(this::name).toList()));
            lists.put(names, known);
        }
        return known;
    }

    private NameForms name(String name) {
        return get(NameForms.class, name, NameForms::of);
    }

    /** How much is kept. */
    long bytes() {
        all.cleanUp();
        return all.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }

    private <T extends Kept> T get(Class<T> kind, String text, Function<String, T> make) {
        Key key = new Key(kind, text);
        Kept known = all.getIfPresent(key);
        if (known == null) {
            known = make.apply(text);
            all.put(key, known);
        }
        return kind.cast(known);
    }
}
