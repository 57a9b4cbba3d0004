package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three processes that talk over HTTP and share one PostgreSQL. */
@Tag("servers")
class SplitTest {
    private static final Installation INSTALLATION = Installation.inThreeProcesses("split", Scripted.options());

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

    /** A process that dies costs its own routes, until it is back. */
    @Nested
    class Outage {
        private final Client owner = INSTALLATION.signUp();
        private final String bot = owner.makeBot("Outage");

        @Test
        void withoutTheKnowledgeProcessAllElseGoesOn() {
            owner.addText(bot, "Hours", "On Saturdays the shop opens at ten.").ok();
            owner.awaitTrained(bot);
            Launched knowledge = INSTALLATION.process(Installation.Part.KNOWLEDGE);
            knowledge.kill();
            try {
                for (String path : List.of("/sources", "/status")) {
                    assertUnavailable(owner.get("/api/chatbots/" + bot + path));
                }
                assertUnavailable(owner.addText(bot, "More", "On Sundays it is closed."));
                assertUnavailable(owner.post("/api/chat", Map.of("botId", bot, "content", "When does it open?")));
                owner.get("/api/users/me").ok();
                owner.get("/api/chatbots/" + bot).ok();
                owner.get("/api/chat/conversations").ok();
                owner.makeBot("Made meanwhile");
                INSTALLATION.signUp();
            } finally {
                knowledge.start();
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> owner.get("/api/chatbots/" + bot + "/sources").status() == 200);
            assertThat(owner.ask(bot, "When does the shop open on Saturdays?")
                            .path("content")
                            .asString())
                    .contains("opens at ten");
        }

        private static void assertUnavailable(Answer answer) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(503);
            assertThat(answer.text("code")).isEqualTo("service_unavailable");
            assertThat(answer.header("content-type")).startsWith("application/problem+json");
            assertThat(answer.header("retry-after")).isNotEmpty();
        }
    }
}
