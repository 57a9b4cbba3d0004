package ai.chatforge.chat;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.chat.guard.PrivacyGuard;
import ai.chatforge.chat.guard.PrivateText;
import ai.chatforge.document.api.Sources.SourceInfo;
import ai.chatforge.vector.api.KnowledgeIndex.FoundPassage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What one answer must not repeat, and what it may although it does. */
final class Privacy {
    /** Nothing is private. */
    static final Privacy NONE = new Privacy(PrivateText.NOTHING, List.of(), () -> "");

    private final PrivateText text;
    private final List<String> earlier;
    private final Supplier<String> replacement;

    private Privacy(PrivateText text, List<String> earlier, Supplier<String> replacement) {
        this.text = text;
        this.earlier = earlier;
        this.replacement = replacement;
    }

    static Privacy of(BotProfile bot, Knowledge.Found found, List<Message> history, String question) {
        return of(bot, found, history, question, List.of());
    }

    /**
     * @param attached texts that the user gave along with the question: what they brought themselves may be said, but a
     *     name that stands in a long list is none that they know
     */
    static Privacy of(
            BotProfile bot, Knowledge.Found found, List<Message> history, String question, List<String> attached) {
        if (found.background().isEmpty()) {
            return NONE;
        }
        List<String> permitted = new ArrayList<>();
        for (FoundPassage passage : found.passages()) {
            SourceInfo source = Objects.requireNonNull(found.sources().get(passage.sourceId()));
            Stream.of(passage.text(), passage.section(), source.title(), source.fileName(), source.url())
                    .filter(Objects::nonNull)
                    .forEach(permitted::add);
        }
        permitted.add(question);
        permitted.add(bot.name());
        permitted.add(bot.welcomeMessage());
        permitted.addAll(bot.suggestedQuestions());
        history.stream()
                .filter(message -> message.role() == Message.Author.USER)
                .map(Message::content)
                .forEach(permitted::add);
        List<String> answers = history.stream()
                .filter(message -> message.role() == Message.Author.ASSISTANT)
                .map(Message::content)
                .toList();
        return new Privacy(
                PrivateText.of(found.background(), found.names(), permitted, attached),
                answers,
                () -> Wording.in(Tongue.of(bot.language(), question)).withheld());
    }

    boolean isNeeded() {
        return !text.isEmpty();
    }

    /** For the answer; it goes on where the earlier ones of the conversation ended. */
    PrivacyGuard guard() {
        return new PrivacyGuard(text, earlier, replacement);
    }

    /** For what is written to the log. */
    String cleared(String said) {
        return isNeeded() ? new PrivacyGuard(text, List.of(), replacement).whole(said) : said;
    }
}
