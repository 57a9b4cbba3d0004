package ai.chatforge.document.web;

import ai.chatforge.platform.cache.SharedLookups;
import ai.chatforge.platform.http.OutsideHttp;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Who may ask a host when, and for what: its turns, and what its robots.txt says. */
final class Visits {
    private static final Duration KEPT = Duration.ofHours(1);

    private final OutsideHttp http;
    private final WebSettings settings;
    private final HostTurns turns;
    /** Each may be large. */
    private final SharedLookups<String, Rules> robots = new SharedLookups<>(1_000, KEPT);

    Visits(OutsideHttp http, WebSettings settings, HostTurns turns) {
        this.http = http;
        this.settings = settings;
        this.turns = turns;
    }

    /** @return when to come again, where somebody is asking the host already */
    Optional<Instant> later(String host) {
        return turns.begin(host);
    }

    /** Of the caller whose turn it is. */
    Visit begun(String host) {
        Visit visit = new Visit();
        visit.note(host);
        return visit;
    }

    interface Asking<T> {
        T ask(Robots rules) throws IOException;
    }

    /** For what is no page. The host's rules are asked first, as they say how long a pause is. */
    <T> T inTurn(URI url, Duration patience, Asking<T> asking) throws IOException {
        try (Visit visit = new Visit()) {
            visit.begin(url.getHost(), patience);
            return asking.ask(visit.rules(url));
        }
    }

    /** The hosts whose turn it is: more than one when they send each other their visitors. */
    final class Visit implements AutoCloseable {
        private final Map<String, Duration> pauses = new LinkedHashMap<>();

        private Visit() {}

        private void note(String host) {
            pauses.put(host, settings.delay());
        }

        private void begin(String host, Duration patience) throws IOException {
            try {
                if (!turns.await(host, patience)) {
                    throw FetchException.passing(
                            "page_unavailable", host + " asks to be left alone for a while.", Duration.ZERO);
                }
            } catch (InterruptedException e) {
                throw interrupted();
            }
            note(host);
        }

        /** Before a redirect is followed. */
        void goOnTo(URI url) throws IOException {
            if (!pauses.containsKey(url.getHost())) {
                begin(url.getHost(), settings.timeout());
            }
            requireAllowed(url);
        }

        private Robots rules(URI url) throws IOException {
            Robots rules = Visits.this.rules(url);
            pauses.put(url.getHost(), rules.delay(settings.delay()));
            return rules;
        }

        void requireAllowed(URI url) throws IOException {
            Visits.this.requireAllowed(rules(url), url);
        }

        /** When the host asks for it. */
        void leaveAlone(String host, Duration pause) {
            pauses.merge(host, pause, (one, other) -> one.compareTo(other) > 0 ? one : other);
        }

        @Override
        public void close() {
            pauses.forEach(turns::end);
        }
    }

    /** @param failure why nobody knows them */
    private record Rules(@Nullable Robots robots, @Nullable IOException failure) {}

    private Robots rules(URI url) throws IOException {
        String origin = WebAddress.origin(url);
        AtomicBoolean asked = new AtomicBoolean();
        Rules rules = robots.get(origin, host -> {
            asked.set(true);
            return ask(url);
        });
        Robots known = rules.robots();
        if (known == null) {
            robots.forget(origin);
            throw Objects.requireNonNull(rules.failure());
        }
        if (asked.get() && !known.areUnknown()) {
            pause(known.delay(settings.delay()));
        }
        return known;
    }

    /** That was a request, too. */
    private static void pause(Duration pause) throws InterruptedIOException {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("The server is stopping");
    }

    private Rules ask(URI url) {
        try {
            return new Rules(Robots.of(url, http, settings.timeout()), null);
        } catch (IOException e) {
            return new Rules(null, e);
        }
    }

    private void requireAllowed(Robots rules, URI url) throws FetchException {
        if (rules.areUnknown()) {
            robots.forget(WebAddress.origin(url));
            throw FetchException.passing(
                    "page_unavailable",
                    url.getHost() + " could not say what programs may read (its robots.txt fails). Try again later.",
                    Duration.ZERO);
        }
        if (!rules.allow(url)) {
            throw FetchException.lasting(
                    "robots_disallowed",
                    "The robots.txt of " + url.getHost() + " does not allow programs to read this page. If the site is"
                            + " yours, allow 'ChatForge' there; otherwise copy the text and add it as a text.");
        }
    }
}
