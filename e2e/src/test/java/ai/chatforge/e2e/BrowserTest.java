package ai.chatforge.e2e;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The whole application in a real browser. The screenshots in {@code target/screenshots} are for people to look at. */
@Tag("servers")
class BrowserTest {
    private static final Site SITE = Site.open();

    @AfterAll
    static void stop() {
        SITE.close();
    }

    @Nested
    class First extends FirstPagesSuite {
        First() {
            super(SITE);
        }
    }

    @Nested
    class Sources extends SourcePagesSuite {
        Sources() {
            super(SITE);
        }
    }

    @Nested
    class Chat extends ChatPagesSuite {
        Chat() {
            super(SITE);
        }
    }

    @Nested
    class Team extends TeamPagesSuite {
        Team() {
            super(SITE);
        }
    }

    @Nested
    class Keys extends KeyPagesSuite {
        Keys() {
            super(SITE);
        }
    }

    @Nested
    class Evaluations extends EvaluationPagesSuite {
        Evaluations() {
            super(SITE);
        }
    }

    @Nested
    class Providers extends ProviderPagesSuite {
        Providers() {
            super(SITE);
        }
    }

    @Nested
    class Account extends AccountPagesSuite {
        Account() {
            super(SITE);
        }
    }

    @Nested
    class Leaving extends LeavingPagesSuite {
        Leaving() {
            super(SITE);
        }
    }
}
