package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What answers say, in whichever form they come. */
final class AnswerTexts {
    private static final JsonMapper JSON = JsonMapper.shared();

    private AnswerTexts() {}

    /** The text of an answer as its reader puts it together. */
    static String of(RunningServer.Answer answer, boolean stream) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        if (!stream) {
            return answer.json().path("message").path("content").asString();
        }
        return answer.body()
                .lines()
                .filter(line -> line.startsWith("data: {\"text\""))
                .map(line -> JSON.readTree(line.substring(6)).path("text").asString())
                .collect(Collectors.joining());
    }

    /** The same by the API that is compatible with OpenAI's: of a completion, or of a response. */
    static String compatible(RunningServer.Answer answer, boolean stream, boolean completion) {
        if (!stream) {
            return completion
                    ? answer.json().at("/choices/0/message/content").asString("")
                    : answer.json().path("output_text").asString("");
        }
        return answer.body()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> JSON.readTree(line.substring(6)))
                .map(data -> completion
                        ? data.at("/choices/0/delta/content").asString("")
                        : data.path("type").asString("").endsWith("text.delta")
                                ? data.path("delta").asString("")
                                : "")
                .collect(Collectors.joining());
    }

    /** Lines of the answers in what the owner may take along. */
    static List<String> exported(RunningServer server, String owner) throws Exception {
        JsonNode asked =
                server.send("POST", "/api/users/me/exports", owner, Map.of()).json();
        String path = "/api/users/me/exports";
        await().atMost(Duration.ofMinutes(1))
                .until(() -> server.get(path, owner).body().contains("\"ready\""));
        HttpResponse<byte[]> zip = HttpClient.newHttpClient()
                .send(
                        server.request(path + "/" + asked.path("id").asString() + "/file")
                                .header("Authorization", "Bearer " + owner)
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        List<String> lines = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip.body()))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().startsWith("chat/message")) {
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> line.contains("\"assistant\""))
                            .map(line -> line.replaceAll("^[^{]*|[^}]*$", ""))
                            .forEach(lines::add);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        assertThat(lines).isNotEmpty();
        return lines;
    }
}
