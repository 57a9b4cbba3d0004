package ai.chatforge.e2e;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/** Everything embedded, as {@code ./chatforge start} runs it. */
class OneProcessTest {
    private static final Installation INSTALLATION = Installation.inOneProcess("one");

    @AfterAll
    static void stop() {
        INSTALLATION.close();
    }

    @Nested
    class Story extends StorySuite {
        Story() {
            super(INSTALLATION);
        }
    }

    @Nested
    class Isolation extends IsolationSuite {
        Isolation() {
            super(INSTALLATION);
        }
    }

    @Nested
    class Input extends InputSuite {
        Input() {
            super(INSTALLATION);
        }
    }
}
