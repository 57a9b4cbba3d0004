package ai.chatforge.bench;

import ai.chatforge.bench.Owner.Submission;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Kills the server at random moments, and starts it again: four of five times while it is given sources and works on
 * them, else while it starts. A request that a kill cut off is sent again under the same key.
 */
final class Shaking {
    private static final int ONE_OF_SO_MANY_AT_START = 5;
    private static final int CREATED = 201;
    private static final int EARLIEST = 200;
    private static final int LATEST_AT_WORK = 4_000;
    private static final int LATEST_AT_START = 9_000;
    /** So long another request under the same key must assume that the first is still answered. */
    private static final Duration LEASE = Duration.ofSeconds(31);

    private final Workshop shop;
    private final Path data;
    private final Map<String, String> settings;
    private final List<Submission> sources;
    private final Owner owner;
    private final Random random;

    private final @Nullable String[] made;
    /** Sources whose request was cut off, and when. */
    private final Map<Integer, Long> unsure = new LinkedHashMap<>();

    private int next;
    private int atStart;
    private int underWay;
    private int cut;

    Shaking(Workshop shop, Path data, Map<String, String> settings, List<Submission> sources, Owner owner, long seed) {
        this.shop = shop;
        this.data = data;
        this.settings = settings;
        this.sources = sources;
        this.owner = owner;
        this.random = new Random(seed);
        this.made = new String[sources.size()];
    }

    void kill(int times) throws IOException, InterruptedException {
        for (int i = 1; i <= times; i++) {
            if (random.nextInt(ONE_OF_SO_MANY_AT_START) == 0) {
                atStart++;
                RunningChatForge.killedAtStart(
                        shop, data, settings, Duration.ofMillis(random.nextInt(EARLIEST, LATEST_AT_START)));
            } else {
                killAtWork(sources.size() * i / times);
            }
            if (i % 10 == 0) {
                System.out.printf("  %d kills: %d sources taken in%n", i, next);
            }
        }
    }

    private void killAtWork(int until) throws IOException, InterruptedException {
        RunningChatForge server = RunningChatForge.start(shop, data, settings);
        Owner now = owner.at(server.port());
        long wait = random.nextInt(EARLIEST, LATEST_AT_WORK);
        // The first answer of a cold server takes longer than many sources.
        now.status();
        CompletableFuture<Void> kill = CompletableFuture.runAsync(
                server::kill,
                CompletableFuture.delayedExecutor(wait, TimeUnit.MILLISECONDS, Thread::startVirtualThread));
        int atWork = 0;
        int cutBefore = cut;
        try {
            submitUnsure(now);
            while (next < until) {
                submit(now, next++);
            }
            while (true) {
                atWork = atWork(now.status());
                Thread.sleep(50);
            }
        } catch (IOException killed) {
            kill.join();
        }
        underWay += atWork > 0 || next < until || cut > cutBefore ? 1 : 0;
    }

    static int atWork(JsonNode status) {
        return status.path("counts").path("pending").asInt()
                + status.path("counts").path("processing").asInt();
    }

    private void submit(Owner now, int which) throws IOException, InterruptedException {
        HttpResponse<String> answer;
        try {
            answer = now.submit(sources.get(which), "shaken-" + which);
        } catch (IOException killed) {
            cut++;
            unsure.put(which, System.nanoTime());
            throw killed;
        }
        if (answer.statusCode() == CREATED) {
            made[which] = Owner.read(answer).path("id").asString();
        } else {
            System.out.println("  source " + which + " was answered " + answer.statusCode() + ": " + answer.body());
            unsure.put(which, System.nanoTime());
        }
    }

    private void submitUnsure(Owner now) throws IOException, InterruptedException {
        Iterator<Integer> each = List.copyOf(unsure.keySet()).iterator();
        while (each.hasNext()) {
            int which = each.next();
            if (System.nanoTime() - Objects.requireNonNull(unsure.get(which)) > LEASE.toNanos()) {
                unsure.remove(which);
                submit(now, which);
            }
        }
    }

    /** All that was not answered, now that nothing is killed any more. */
    void submitRest(Owner now) throws IOException, InterruptedException {
        while (!unsure.isEmpty()) {
            submitUnsure(now);
            Thread.sleep(200);
        }
        while (next < sources.size()) {
            submit(now, next++);
        }
    }

    /** Ids in the order of the sources. */
    List<String> made() {
        return Arrays.stream(made).map(String::valueOf).toList();
    }

    @Override
    public String toString() {
        return atStart + " kills during a start, " + underWay + " while sources were being made ready or taken in, "
                + cut + " requests cut off";
    }
}
