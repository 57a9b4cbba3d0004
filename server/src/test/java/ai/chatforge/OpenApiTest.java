package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.platform.security.Caller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springdoc.core.utils.SpringDocUtils;
import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The description of the API is made from the controllers, checked in, and served as that file. */
class OpenApiTest {
    private static final Path FILE = Path.of("../docs/api/openapi.json");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final String ABOUT = """
            This file is [/api/openapi.json](/api/openapi.json).

            **Programs** sign in with `POST /api/auth/signin` and send the `accessToken` of the answer as
            `Authorization: Bearer …`. **Browsers** sign in with `transport: cookie`.

            **Errors** are problems (RFC 9457): decide by `code`, which does not change. `retryable` says whether the same
            request may succeed later; `Retry-After` says when.

            Under `/v1/`, where the libraries of OpenAI are at home, errors have OpenAI's form instead, and unknown fields are
            passed over.

            **Lists** come in pages: send `nextCursor` as `cursor` for the next one; it is null on the last.

            Answers also come by WebSocket: docs/api/websocket.md.

            Requests that create something take an `Idempotency-Key`, so that they can be repeated safely.
            """;

    /** In the order in which one comes to need them. */
    private static final Map<String, String> TAGS = new LinkedHashMap<>();

    static {
        TAGS.put("auth", "Sign-up, sign-in and sessions");
        TAGS.put("users", "The user's own profile");
        TAGS.put("bots", "Chatbots and their settings");
        TAGS.put("sources", "What a bot knows: files and texts, and how far their training is");
        TAGS.put("evaluations", "How well a bot finds and answers, by questions of its owner");
        TAGS.put("chat", "Questions and streamed answers");
        TAGS.put("openai", "The API of OpenAI, for its libraries, with a bot's knowledge behind it");
        TAGS.put("conversations", "Conversations and their messages");
        TAGS.put("public chat", "Chat of visitors, without signing in");
        TAGS.put("e-mails", "Which e-mails one gets");
        TAGS.put("local mailbox", "E-mails of a ChatForge on one's own machine, instead of being sent");
    }

    @Test
    void theCheckedInDescriptionIsThatOfTheServer() throws IOException {
        String made = described() + "\n";
        if (Boolean.getBoolean("update") || !Files.exists(FILE)) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, made);
        }
        assertThat(made)
                .as("docs/api/openapi.json is stale: run mvn -pl server test -Dtest=OpenApiTest -Dupdate=true")
                .isEqualTo(Files.readString(FILE));
    }

    private static String described() {
        // Lists are named after what they hold: PageBot is a BotList.
        String made =
                new String(made(), StandardCharsets.UTF_8).replaceAll("(\"|schemas/)Page([A-Z]\\w*)\"", "$1$2List\"");
        ObjectNode description = (ObjectNode) JSON.readTree(made);
        description.put("openapi", "3.1.0");
        description
                .putObject("info")
                .put("title", "ChatForge API")
                .put("version", "1")
                .put("description", ABOUT);
        ArrayNode tags = description.putArray("tags");
        TAGS.forEach((name, about) -> tags.addObject().put("name", name).put("description", about));
        description.putArray("servers").addObject().put("url", "/");
        ObjectNode components = (ObjectNode) description.path("components");
        OpenApiDetails.complete(description, RunningServer.shared().context());
        components.set("schemas", sorted(components.path("schemas")));
        description.set("paths", sorted(description.path("paths")));
        return JSON.writeValueAsString(description);
    }

    private static byte[] made() {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class, Caller.User.class, Caller.Key.class);
        try {
            return RunningServer.shared()
                    .context()
                    .getBean(OpenApiWebMvcResource.class)
                    .openapiJson(new MockHttpServletRequest(), "/v3/api-docs", Locale.ROOT);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode sorted(JsonNode object) {
        Map<String, JsonNode> byName = new TreeMap<>();
        object.properties().forEach(entry -> byName.put(entry.getKey(), entry.getValue()));
        ObjectNode sorted = JSON.createObjectNode();
        byName.forEach(sorted::set);
        return sorted;
    }
}
