package ai.chatforge.chat;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.chat.ModelRequest.PromptMessage;
import ai.chatforge.chat.ModelRequest.Role;
import ai.chatforge.chat.openai.Completions.Ask;
import ai.chatforge.chat.openai.Completions.Format;
import ai.chatforge.chat.openai.Completions.Speaker;
import ai.chatforge.chat.openai.Completions.Turn;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.error.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** From a conversation that the client holds to what a model is given. Nothing of it is left out: too much is refused. */
@Component
class DirectPrompts {
    /** No tokenizer makes less than one token of so many characters of text that somebody wrote. */
    private static final int LONGEST_TOKEN = 40;

    private static final String PLAIN_JSON = "Your answer has to be JSON, without such numbers in brackets.";

    private final Window window;

    DirectPrompts(Window window) {
        this.window = window;
    }

    static boolean isJson(Ask ask) {
        return ask.format().kind() != Format.Kind.TEXT;
    }

    /** What the user asked last; empty where no user said anything. */
    static String question(Ask ask) {
        int last = lastOfUser(ask.turns());
        return last < 0 ? "" : ask.turns().get(last).text();
    }

    private static int lastOfUser(List<Turn> turns) {
        for (int i = turns.size() - 1; i >= 0; i--) {
            if (turns.get(i).speaker() == Speaker.USER && !turns.get(i).text().isBlank()) {
                return i;
            }
        }
        return -1;
    }

    /** Questions and answers before that one, for what leans on them. */
    static List<Message> before(Ask ask) {
        return ask.turns().subList(0, Math.max(0, lastOfUser(ask.turns()))).stream()
                .filter(turn -> turn.speaker() == Speaker.USER || turn.speaker() == Speaker.ASSISTANT)
                .map(DirectPrompts::message)
                .toList();
    }

    /** Everything that was said, as who said it: what the client wrote itself may be said to it. */
    static List<Message> said(Ask ask) {
        return ask.turns().stream().map(DirectPrompts::message).toList();
    }

    private static Message message(Turn turn) {
        StringBuilder text = new StringBuilder(turn.text());
        turn.calls().forEach(call -> text.append(' ').append(call.arguments()));
        return Message.said(
                turn.speaker() == Speaker.ASSISTANT ? Message.Author.ASSISTANT : Message.Author.USER, text.toString());
    }

    /** The bot's own instructions first, then all that the client sent. */
    List<PromptMessage> write(Ask ask, Knowledge.Found found, ModelProvider.Model model, int maxOutput) {
        long room = Window.room(model, maxOutput);
        if (isFarLonger(ask, room)) {
            throw tooLong(ask, model, maxOutput);
        }
        BotProfile bot = ask.bot();
        List<PromptMessage> prompt = new ArrayList<>();
        String system = Prompts.system(bot, found);
        boolean numbered = !found.passages().isEmpty();
        prompt.add(new PromptMessage(Role.SYSTEM, isJson(ask) && numbered ? system + "\n\n" + PLAIN_JSON : system));
        ask.turns().forEach(turn -> prompt.add(promptMessage(turn, !found.isEmpty())));
        if (texts(ask, prompt).mapToLong(window::tokens).sum() > room) {
            throw tooLong(ask, model, maxOutput);
        }
        return prompt;
    }

    /** Reading all of what is far too long anyway, and counting its tokens, would keep a core busy. */
    private static boolean isFarLonger(Ask ask, long room) {
        List<PromptMessage> written =
                ask.turns().stream().map(turn -> promptMessage(turn, false)).toList();
        return texts(ask, written).mapToLong(String::length).sum() > room * LONGEST_TOKEN;
    }

    private static Stream<String> texts(Ask ask, List<PromptMessage> prompt) {
        return Stream.concat(
                prompt.stream()
                        .flatMap(message -> Stream.concat(
                                Stream.of(message.content()),
                                message.calls().stream().map(call -> call.name() + call.arguments()))),
                ask.tools().stream().map(tool -> tool.name() + tool.description() + tool.parameters()));
    }

    private static ApiException tooLong(Ask ask, ModelProvider.Model model, int maxOutput) {
        String detail =
                "This model's context length is " + model.contextTokens() + " tokens. The messages, what the bot"
                        + " adds to them and the answer (" + maxOutput
                        + " tokens) are longer together: send fewer messages,"
                        + " or ask for a shorter answer.";
        return new ApiException(
                ErrorCode.CONTEXT_LENGTH_EXCEEDED,
                detail,
                List.of(new FieldError(ask.names().turns(), "are too long")),
                null,
                null);
    }

    private static PromptMessage promptMessage(Turn turn, boolean hasKnowledge) {
        Role role =
                switch (turn.speaker()) {
                    case SYSTEM -> Role.SYSTEM;
                    case USER -> Role.USER;
                    case ASSISTANT -> Role.ASSISTANT;
                    case TOOL -> Role.TOOL;
                };
        // Old markers point at passages that are not in this prompt.
        String text = role == Role.ASSISTANT && hasKnowledge ? Markers.without(turn.text()) : turn.text();
        return new PromptMessage(
                role,
                text,
                turn.calls().stream()
                        .map(call -> new ModelRequest.ToolCall(call.id(), call.name(), call.arguments()))
                        .toList(),
                turn.answerTo());
    }
}
