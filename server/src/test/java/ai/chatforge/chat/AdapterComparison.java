package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.chat.ModelRequest.PromptMessage;
import ai.chatforge.chat.ModelRequest.Role;
import ai.chatforge.platform.http.OutsideHttp;
import ai.chatforge.testkit.provider.ScriptedProvider;
import com.sun.management.OperatingSystemMXBean;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a stream costs through LangChain4j's adapter and through ours: {@code bench/run adapters}. In one JVM and in turn,
 * the provider included, so that only the difference is the adapters'.
 */
class AdapterComparison {
    private static final int WORDS = 20;
    private static final String MODEL = "words-" + WORDS;
    private static final String QUESTION = "How long is the guarantee?";
    private static final int ROUNDS = 4;
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("bench.seconds", 10));

    private interface Adapter {
        void stream(Consumer<String> piece) throws Exception;
    }

    /** Of one stream, in nanoseconds. */
    private record Took(long first, long whole) {}

    @Test
    void whatAStreamCosts() throws Exception {
        try (ScriptedProvider provider = ScriptedProvider.start(0, 10);
                OutsideHttp http = new OutsideHttp()) {
            Adapter own = own(provider, http);
            Adapter langChain = langChain(provider);
            for (int connections : new int[] {1, 16, 64}) {
                // The first round warms up.
                for (int round = 0; round <= ROUNDS; round++) {
                    measure(round, "LangChain4j", connections, langChain);
                    measure(round, "ours", connections, own);
                }
            }
        }
    }

    private static Adapter own(ScriptedProvider provider, OutsideHttp http) {
        ModelProvider model = new OutsideProviders(http, JsonMapper.shared(), new KnownModels(List::of))
                .configured(
                        "scripted",
                        new ChatSettings.ProviderSettings(
                                ProviderKind.OPENAI,
                                provider.baseUrl().toString(),
                                null,
                                null,
                                List.of(MODEL),
                                16_000,
                                1_024,
                                Duration.ofSeconds(60)));
        ModelRequest request = new ModelRequest(
                MODEL,
                List.of(new PromptMessage(Role.USER, QUESTION)),
                0.7,
                1_024,
                ModelRequest.Material.NONE,
                Privacy.NONE);
        return piece -> model.answer(
                request,
                event -> {
                    if (event instanceof ModelEvent.Delta delta) {
                        piece.accept(delta.text());
                    }
                },
                new Cancellation());
    }

    private static Adapter langChain(ScriptedProvider provider) {
        StreamingChatModel model = OpenAiStreamingChatModel.builder()
                .baseUrl(provider.baseUrl().toString())
                .apiKey("none")
                .modelName(MODEL)
                .temperature(0.7)
                .maxTokens(1_024)
                .build();
        return piece -> {
            CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
            model.chat(List.of(UserMessage.from(QUESTION)), new StreamingChatResponseHandler() {
                @Override
                public void onPartialResponse(String text) {
                    piece.accept(text);
                }

                @Override
                public void onCompleteResponse(ChatResponse response) {
                    whole.complete(response);
                }

                @Override
                public void onError(Throwable error) {
                    whole.completeExceptionally(error);
                }
            });
            whole.get();
        };
    }

    private static void measure(int round, String name, int connections, Adapter adapter) throws Exception {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long end = System.nanoTime() + TIME.toNanos();
        long before = system.getProcessCpuTime();
        ConcurrentLinkedQueue<Took> all = new ConcurrentLinkedQueue<>();
        List<Future<Object>> streaming = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < connections; i++) {
                streaming.add(callers.submit(() -> {
                    while (System.nanoTime() < end) {
                        all.add(one(adapter));
                    }
                    return "";
                }));
            }
        }
        for (Future<Object> one : streaming) {
            one.get();
        }
        long cpu = system.getProcessCpuTime() - before;
        if (round > 0) {
            System.out.printf(
                    "  %-12s %2d at once: %5d streams/s, CPU of a stream (provider included) %4d us; first word p50 %.2f"
                            + " p99 %.2f ms; whole p50 %.2f p99 %.2f ms%n",
                    name,
                    connections,
                    all.size() / TIME.toSeconds(),
                    cpu / 1000 / Math.max(1, all.size()),
                    millis(all.stream().mapToLong(Took::first).toArray(), 0.5),
                    millis(all.stream().mapToLong(Took::first).toArray(), 0.99),
                    millis(all.stream().mapToLong(Took::whole).toArray(), 0.5),
                    millis(all.stream().mapToLong(Took::whole).toArray(), 0.99));
        }
    }

    private static Took one(Adapter adapter) throws Exception {
        long begin = System.nanoTime();
        long[] first = new long[1];
        int[] words = new int[1];
        adapter.stream(piece -> {
            first[0] = words[0]++ == 0 ? System.nanoTime() - begin : first[0];
        });
        if (words[0] != WORDS) {
            throw new IOException(words[0] + " words");
        }
        return new Took(first[0], System.nanoTime() - begin);
    }

    private static double millis(long[] times, double quantile) {
        assertThat(times).isNotEmpty();
        Arrays.sort(times);
        return times[(int) Math.min(times.length - 1L, (long) (times.length * quantile))] / 1e6;
    }
}
