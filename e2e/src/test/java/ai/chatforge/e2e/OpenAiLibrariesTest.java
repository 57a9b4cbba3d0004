package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonObject;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's own libraries, unchanged, talk to a bot (CH12). */
class OpenAiLibrariesTest {
    private static final String QUESTION = "When does the shop open on Saturdays?";
    private static final String ANSWER = "On Saturdays the shop opens at ten in the morning. [1]";
    private static final Installation INSTALLATION = Installation.inOneProcess("openai", options());

    private static Client owner;
    private static String bot;

    /** With the limit that there is by itself: one case of the libraries is to run into it. */
    private static String[] options() {
        List<String> options = new java.util.ArrayList<>(
                List.of(Scripted.with("words-20", "calls-lookup", "status-500", "reset-after-3")));
        options.add("--chatforge.chat.key-requests-per-minute=300");
        return options.toArray(String[]::new);
    }

    @BeforeAll
    static void aShop() {
        owner = INSTALLATION.signUp();
        bot = owner.makeBot("Shop");
        owner.addText(bot, "Hours", "On Saturdays the shop opens at ten in the morning.")
                .ok();
        owner.awaitTrained(bot);
    }

    @AfterAll
    static void stop() {
        INSTALLATION.close();
    }

    private static String key() {
        return owner.post("/api/chatbots/" + bot + "/keys", Map.of("name", "Library", "scopes", List.of("chat")))
                .ok()
                .text("secret");
    }

    private static String baseUrl() {
        return INSTALLATION.address().resolve("/v1").toString();
    }

    @Nested
    class Java {
        private final OpenAIClient client = client(key());

        private static OpenAIClient client(String key) {
            return OpenAIOkHttpClient.builder()
                    .baseUrl(baseUrl())
                    .apiKey(key)
                    .maxRetries(0)
                    .build();
        }

        private static ChatCompletionCreateParams.Builder asks(String model) {
            return ChatCompletionCreateParams.builder().model(model).addUserMessage(QUESTION);
        }

        private static FunctionParameters schema() {
            return FunctionParameters.builder()
                    .putAdditionalProperty("type", JsonValue.from("object"))
                    .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                    .build();
        }

        @Test
        void chats() {
            ChatCompletion completion =
                    client.chat().completions().create(asks("default").build()).validate();

            ChatCompletion.Choice choice = completion.choices().getFirst();
            assertThat(choice.message().content()).contains(ANSWER);
            assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
            ChatCompletionMessage.Annotation.UrlCitation citation =
                    choice.message().annotations().orElseThrow().getFirst().urlCitation();
            assertThat(ANSWER.substring(Math.toIntExact(citation.startIndex()), Math.toIntExact(citation.endIndex())))
                    .isEqualTo("[1]");
            assertThat(citation.title()).isEqualTo("Hours");
            assertThat(completion.usage().orElseThrow().completionTokens()).isPositive();
        }

        @Test
        void streams() {
            ChatCompletionCreateParams params = asks("words-20")
                    .streamOptions(ChatCompletionStreamOptions.builder()
                            .includeUsage(true)
                            .build())
                    .build();
            List<ChatCompletionChunk> chunks;
            try (StreamResponse<ChatCompletionChunk> stream =
                    client.chat().completions().createStreaming(params)) {
                chunks = stream.stream().map(ChatCompletionChunk::validate).toList();
            }
            assertThat(chunks.stream()
                            .flatMap(chunk -> chunk.choices().stream())
                            .map(choice -> choice.delta().content().orElse(""))
                            .collect(Collectors.joining()))
                    .startsWith("w1 w2 ")
                    .endsWith(" w20");
            assertThat(chunks.getLast().usage().orElseThrow().completionTokens())
                    .isEqualTo(20);
        }

        @Test
        void callsTools() {
            ChatCompletionFunctionTool tool = ChatCompletionFunctionTool.builder()
                    .function(FunctionDefinition.builder()
                            .name("lookup")
                            .parameters(schema())
                            .build())
                    .build();
            ChatCompletion.Choice first = client.chat()
                    .completions()
                    .create(asks("calls-lookup").addTool(tool).build())
                    .choices()
                    .getFirst();
            assertThat(first.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
            ChatCompletionMessageFunctionToolCall call =
                    first.message().toolCalls().orElseThrow().getFirst().asFunction();
            assertThat(call.function().arguments()).contains("Lisbon");

            ChatCompletion second = client.chat()
                    .completions()
                    .create(asks("calls-lookup")
                            .addTool(tool)
                            .addMessage(first.message())
                            .addMessage(ChatCompletionToolMessageParam.builder()
                                    .toolCallId(call.id())
                                    .content("It is sunny.")
                                    .build())
                            .build());
            assertThat(second.choices().getFirst().message().content().orElseThrow())
                    .contains("It is sunny.");
        }

        @Test
        void getsJson() {
            String text = client.chat()
                    .completions()
                    .create(asks("extractive")
                            .responseFormat(ResponseFormatJsonObject.builder().build())
                            .build())
                    .choices()
                    .getFirst()
                    .message()
                    .content()
                    .orElseThrow();
            assertThat(Http.JSON.readTree(text).path("answer").asString()).contains("opens at ten");
        }

        @Test
        void embedsAndListsModels() {
            CreateEmbeddingResponse made = client.embeddings()
                    .create(EmbeddingCreateParams.builder()
                            .model("default")
                            .inputOfArrayOfStrings(List.of("A shop opens.", "Fish swim."))
                            .build());
            assertThat(made.data()).hasSize(2);
            assertThat(made.data().getFirst().embedding()).hasSize(384);
            assertThat(client.models().list().autoPager().stream().map(Model::id))
                    .contains("default", "words-20");
            assertThat(client.models().retrieve("words-20").validate().ownedBy())
                    .isEqualTo("scripted");
        }

        @Test
        void responds() {
            Response response = client.responses()
                    .create(ResponseCreateParams.builder()
                            .model("default")
                            .instructions("Be brief.")
                            .input(QUESTION)
                            .build())
                    .validate();
            assertThat(response.output()
                            .getFirst()
                            .asMessage()
                            .content()
                            .getFirst()
                            .asOutputText()
                            .text())
                    .isEqualTo(ANSWER);

            List<ResponseStreamEvent> events;
            try (StreamResponse<ResponseStreamEvent> stream = client.responses()
                    .createStreaming(ResponseCreateParams.builder()
                            .model("words-20")
                            .input(QUESTION)
                            .build())) {
                events = stream.stream().map(ResponseStreamEvent::validate).toList();
            }
            assertThat(events.getFirst().isCreated()).isTrue();
            assertThat(events.getLast().isCompleted()).isTrue();
            assertThat(events.stream()
                            .flatMap(event -> event.outputTextDelta().stream())
                            .map(delta -> delta.delta())
                            .collect(Collectors.joining()))
                    .startsWith("w1 w2 ")
                    .endsWith(" w20");
        }

        @Test
        void knowsTheErrors() {
            assertThatThrownBy(() -> ask(client("sk-nothing"), asks("default")))
                    .isInstanceOfSatisfying(UnauthorizedException.class, e -> assertThat(e.code())
                            .contains("invalid_api_key"));
            assertThatThrownBy(() -> ask(client, asks("gpt-x")))
                    .isInstanceOfSatisfying(
                            NotFoundException.class, e -> assertThat(e.code()).contains("model_not_found"));
            assertThatThrownBy(() -> ask(client, asks("default").n(2)))
                    .isInstanceOfSatisfying(BadRequestException.class, e -> assertThat(e.param())
                            .contains("n"));
            assertThatThrownBy(() -> ask(client, asks("status-500"))).isInstanceOf(InternalServerException.class);
            OpenAIClient busy = client(key());
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            busy.models().list();
                        }
                    })
                    .isInstanceOfSatisfying(
                            RateLimitException.class,
                            e -> assertThat(e.headers().values("Retry-After")).isNotEmpty());
        }

        private static void ask(OpenAIClient client, ChatCompletionCreateParams.Builder params) {
            client.chat().completions().create(params.build());
        }
    }

    /** The library of {@code src/test/sdk}, which is fetched when it is not there. */
    @Nested
    @Tag("servers")
    class Node {
        private static final Path FOLDER = Path.of("src/test/sdk");

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "chat",
                    "stream",
                    "tools",
                    "json",
                    "embeddings",
                    "models",
                    "responses",
                    "responseTools",
                    "errors",
                    "limit"
                })
        void works(String name) throws Exception {
            if (!Files.isDirectory(FOLDER.resolve("node_modules"))) {
                assertThat(run("install", "npm", "ci", "--no-audit", "--no-fund"))
                        .as("npm ci in %s, which needs npm and its registry", FOLDER.toAbsolutePath())
                        .isEmpty();
            }
            assertThat(run(name, "node", "openai.mjs", name)).isEmpty();
        }

        /** What it complains about; nothing when it ends well. */
        private static String run(String name, String... command) throws IOException, InterruptedException {
            File log = Files.createDirectories(Path.of("target", "sdk"))
                    .resolve(name + ".log")
                    .toFile();
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log);
            builder.environment().put("BASE_URL", baseUrl());
            builder.environment().put("API_KEY", key());
            Process process = builder.start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return "It took longer than five minutes: " + Folders.read(log.toPath());
            }
            return process.exitValue() == 0 ? "" : "It failed: " + Folders.read(log.toPath());
        }
    }
}
