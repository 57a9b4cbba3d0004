package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Files of questions that take long to read keep nobody else from having theirs read. */
class AttachmentTurnsTest {
    private static final int LONGEST_LINE = 50;
    private static final int REFUSED = 3;

    @Test
    void anAccountWaitsForItsOwnFilesOnly() throws Exception {
        RunningServer server = RunningServer.with("--chatforge.document.ocr=off");
        try {
            String busy = server.signUp();
            String other = server.signUp();
            Set<ProcessHandle> before = javaProcesses(Set.of());
            List<FutureTask<RunningServer.Answer>> slow = new ArrayList<>(List.of(attached(server, busy)));
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(() -> !javaProcesses(before)
                    .isEmpty());
            ProcessHandle reading = javaProcesses(before).iterator().next();
            signal("STOP", reading);
            try {
                for (int i = 1; i < LONGEST_LINE + REFUSED; i++) {
                    slow.add(attached(server, busy));
                }
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> slow.stream().filter(FutureTask::isDone).count() >= REFUSED);

                assertThat(attached(server, other).get().status()).isEqualTo(201);
                assertThat(slow.getFirst().isDone()).isFalse();
                assertThat(slow.stream().filter(FutureTask::isDone)).hasSize(REFUSED);
            } finally {
                signal("CONT", reading);
            }
            List<RunningServer.Answer> answers = new ArrayList<>();
            for (FutureTask<RunningServer.Answer> one : slow) {
                answers.add(one.get());
            }
            assertThat(answers.stream().filter(answer -> answer.status() == 201))
                    .hasSize(LONGEST_LINE);
            assertThat(answers.stream().filter(answer -> answer.status() != 201))
                    .hasSize(REFUSED)
                    .allSatisfy(answer -> {
                        assertThat(answer.status()).as(answer.body()).isEqualTo(429);
                        assertThat(answer.json().path("code").asString()).isEqualTo("rate_limited");
                        assertThat(answer.json().path("detail").asString()).contains("one after the other");
                        assertThat(answer.header("retry-after")).isEqualTo("10");
                    });
        } finally {
            server.context().close();
        }
    }

    private static FutureTask<RunningServer.Answer> attached(RunningServer server, String user) {
        byte[] text = "The deposit is 4711 francs.".getBytes(StandardCharsets.UTF_8);
        FutureTask<RunningServer.Answer> answer =
                new FutureTask<>(() -> server.upload("/api/chat/attachments", user, "offer.txt", text));
        Thread.ofVirtual().start(answer);
        return answer;
    }

    private static Set<ProcessHandle> javaProcesses(Set<ProcessHandle> without) {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> !without.contains(process))
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .collect(Collectors.toSet());
    }

    private static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }
}
