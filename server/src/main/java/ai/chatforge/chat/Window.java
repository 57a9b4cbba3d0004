package ai.chatforge.chat;

import ai.chatforge.chat.ModelRequest.PromptMessage;
import ai.chatforge.chat.ModelRequest.Role;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.springframework.stereotype.Component;

/** Keeps prompts inside of a model's context window: prompt and longest answer together are never more than it. */
@Component
class Window {
    /** For what stands around a message, and around all of them. */
    private static final int AROUND = 4;
    /** What is left to the question, however long an answer may be. */
    static final int LEAST_PROMPT = 500;

    private final Tokens tokens;

    Window(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Tokens, as they are counted here, that a prompt may have. */
    static int room(ModelProvider.Model model, int maxOutputTokens) {
        return (int) ((model.contextTokens() - (long) maxOutputTokens) * 100 / model.margin()) - AROUND;
    }

    /** Of an answer, in a window of so many tokens. */
    static int longestAnswer(int contextTokens, int wanted) {
        return Math.clamp(wanted, 1, Math.max(1, contextTokens - LEAST_PROMPT));
    }

    int tokens(String text) {
        return tokens.count(text) + AROUND;
    }

    /** The beginning of a text that costs so many tokens at the most. */
    String first(String text, int most) {
        return bound(text) <= most ? text : tokens.first(text, most - AROUND);
    }

    /** No token is shorter than a byte. */
    static int bound(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length + AROUND;
    }

    /** The request for another model, whose window may be smaller. */
    ModelRequest fitted(ModelRequest request, ModelProvider.Model model) {
        int most = Math.min(request.maxOutputTokens(), model.maxOutputTokens());
        int tools = request.wishes().tools().stream()
                .mapToInt(tool -> bound(tool.name() + tool.description() + tool.parameters()))
                .sum();
        return request.with(model.id(), latest(request.prompt(), room(model, most) - tools), most);
    }

    /**
     * What the model is told to be, the last message, and as many of those before it as there is room for. What a tool
     * said goes with its call.
     */
    List<PromptMessage> latest(List<PromptMessage> prompt, int room) {
        // Counting costs more than all else here, and most prompts are far from the edge.
        if (sum(prompt, Window::bound) <= room) {
            return prompt;
        }
        int left = room - sum(prompt.stream().filter(this::stays).toList(), this::tokens);
        int last = prompt.size() - 1;
        left -= last >= 0 && !stays(prompt.get(last)) ? sum(List.of(prompt.get(last)), this::tokens) : 0;
        int from = last;
        while (from > 0) {
            PromptMessage before = prompt.get(from - 1);
            left -= stays(before) ? 0 : sum(List.of(before), this::tokens);
            if (left < 0) {
                break;
            }
            from--;
        }
        while (from < last && prompt.get(from).role() == Role.TOOL) {
            from++;
        }
        List<PromptMessage> kept = new ArrayList<>();
        for (int i = 0; i <= last; i++) {
            if (i >= from || stays(prompt.get(i))) {
                kept.add(prompt.get(i));
            }
        }
        return kept;
    }

    private boolean stays(PromptMessage message) {
        return message.role() == Role.SYSTEM;
    }

    private static int sum(List<PromptMessage> prompt, ToIntFunction<String> count) {
        int sum = 0;
        for (PromptMessage message : prompt) {
            sum += count.applyAsInt(message.content());
            for (ModelRequest.ToolCall call : message.calls()) {
                sum += count.applyAsInt(call.name() + call.arguments());
            }
        }
        return sum;
    }
}
