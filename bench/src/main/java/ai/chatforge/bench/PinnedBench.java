package ai.chatforge.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Whether virtual threads hold their carriers while they wait: by the flight recorder, under load. Fails if they do. */
final class PinnedBench implements Measurement {
    private static final Duration LONG = Duration.ofMillis(20);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("bench.seconds", 20));
    private static final int CONNECTIONS = 64;
    private static final int SOURCES = 5;
    private static final String MODEL = "words-20";

    @Override
    public String title() {
        return "virtual threads that are pinned for more than " + LONG.toMillis() + " ms under load";
    }

    @Override
    public void run(Workshop shop) throws Exception {
        Path recording = shop.folder().resolve("pinned.jfr");
        Files.deleteIfExists(recording);
        Instant warm;
        try (ScriptedModel model = ScriptedModel.start(shop)) {
            Map<String, String> settings = model.settings(MODEL);
            // The event is on by default, from 20 ms on.
            settings.put("CHATFORGE_JAVA_OPTS", "-XX:StartFlightRecording:filename=" + recording + ",dumponexit=true");
            try (RunningChatForge server = RunningChatForge.start(shop, shop.empty("pinned"), settings)) {
                Owner owner = Owner.signUp(server.port());
                for (int i = 0; i < SOURCES; i++) {
                    owner.addText("Guarantee " + i, "The guarantee of model " + i + " lasts " + i + " months.");
                }
                HttpLoad whole = owner.questions(MODEL, false, "w20", 1);
                HttpLoad streamed = owner.questions(MODEL, true, "event: done", 1);
                whole.closedLoop(CONNECTIONS, TIME);
                streamed.closedLoop(CONNECTIONS, TIME);
                warm = Instant.now();
                HttpLoad.Result chats = whole.closedLoop(CONNECTIONS, TIME);
                HttpLoad.Result streams = streamed.closedLoop(CONNECTIONS, TIME);
                System.out.printf(
                        "  %d chats, %d streams, %d errors %s%n",
                        chats.whole().count(),
                        streams.whole().count(),
                        chats.errors() + streams.errors(),
                        chats.complaint() + streams.complaint());
            }
        }
        List<RecordedEvent> all = RecordingFile.readAllEvents(recording).stream()
                .filter(event -> event.getEventType().getName().equals("jdk.VirtualThreadPinned"))
                .filter(event -> event.getDuration().compareTo(LONG) > 0)
                .toList();
        // Before that classes are loaded, which no virtual thread can leave its carrier for.
        List<RecordedEvent> pinned =
                all.stream().filter(event -> event.getEndTime().isAfter(warm)).toList();
        System.out.printf(
                "  %d times pinned for more than %d ms, and %d times while it was warmed up%n",
                pinned.size(), LONG.toMillis(), all.size() - pinned.size());
        pinned.stream().limit(3).forEach(System.out::println);
        if (!pinned.isEmpty()) {
            throw new IllegalStateException("Virtual threads are pinned");
        }
    }
}
