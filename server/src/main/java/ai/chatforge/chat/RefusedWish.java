package ai.chatforge.chat;

import ai.chatforge.chat.openai.Completions.Ask;
import ai.chatforge.chat.openai.Completions.Format;
import ai.chatforge.platform.error.ApiException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a provider refuses because of a field that the client sent, which the client alone can put right. */
final class RefusedWish {
    private RefusedWish() {}

    static Optional<ApiException> of(ProviderException failure, Ask ask, String model) {
        return sent(ask).entrySet().stream()
                .filter(field -> field.getValue().stream().anyMatch(failure::isAbout))
                .findFirst()
                .map(field -> ApiException.invalid(
                        field.getKey(),
                        "is not taken by the model " + model + " as it is: change it, or leave it out where it is not"
                                + " needed"));
    }

    /** By the client's name for each, those of the vendors. */
    private static Map<String, List<String>> sent(Ask ask) {
        Map<String, List<String>> sent = new LinkedHashMap<>();
        if (ask.temperature() != null) {
            sent.put("temperature", List.of("temperature"));
        }
        if (ask.topP() != null) {
            sent.put("top_p", List.of("top_p", "topP"));
        }
        if (!ask.stop().isEmpty()) {
            sent.put("stop", List.of("stop", "stop_sequences", "stopSequences", "stop_sequence"));
        }
        if (ask.toolChoice() != null) {
            sent.put("tool_choice", List.of("tool_choice"));
        }
        if (ask.parallelToolCalls() != null) {
            sent.put("parallel_tool_calls", List.of("parallel_tool_calls"));
        }
        if (ask.format().kind() != Format.Kind.TEXT) {
            sent.put(
                    ask.names().format(),
                    List.of("response_format", "json_schema", "responseSchema", "response_schema"));
        }
        if (!ask.tools().isEmpty()) {
            sent.put("tools", List.of("tools", "functions", "function", "input_schema", "function_declarations"));
        }
        sent.put(ask.names().turns(), List.of("messages", "contents"));
        return sent;
    }
}
