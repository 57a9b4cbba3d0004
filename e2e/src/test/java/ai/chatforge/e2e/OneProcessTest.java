package ai.chatforge.e2e;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/** Everything embedded, as {@code ./chatforge start} runs it. */
class OneProcessTest {
    private static final Installation INSTALLATION = Installation.inOneProcess("one", Scripted.options());

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
    class Emails extends EmailSuite {
        Emails() {
            super(INSTALLATION);
        }
    }

    @Nested
    class Roles extends RoleSuite {
        Roles() {
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
