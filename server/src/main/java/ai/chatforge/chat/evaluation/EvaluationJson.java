package ai.chatforge.chat.evaluation;

import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What stands as JSON in the tables. */
@Component
class EvaluationJson {
    private static final TypeReference<List<Question>> QUESTIONS = new TypeReference<>() {};

    private final JsonMapper json;

    EvaluationJson(JsonMapper json) {
        // Rows of another version may have fields that this one does not know.
        this.json = json.rebuild()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    String write(Object value) {
        return json.writeValueAsString(value);
    }

    List<Question> questions(String text) {
        return json.readValue(text, QUESTIONS);
    }

    <T> T read(String text, Class<T> type) {
        return json.readValue(text, type);
    }
}
