package ai.chatforge.e2e;

import ai.chatforge.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A model provider whose answers take their time, beside the built-in answerer that bots use unless told otherwise. */
final class Scripted {
    /** Goes on for longer than a test. */
    static final String ENDLESS = "words-2000-every-50ms";

    static final String BRIEF = "words-30-every-20ms";

    /** Says what it was told, so that an answer can be anything that a question is. */
    static final String ECHO = "echo-prompt";

    private static final ScriptedProvider PROVIDER = start();

    private Scripted() {}

    private static ScriptedProvider start() {
        try {
            return ScriptedProvider.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of everything that a script can say. */
    static String[] with(String... models) {
        return new String[] {
            "--chatforge.chat.providers.scripted.base-url=" + PROVIDER.baseUrl(),
            "--chatforge.chat.providers.scripted.models=" + String.join(",", models),
            "--chatforge.chat.default-model=built-in/extractive"
        };
    }

    /** Of a server whose answers cost something; its accounts have the credits of a trial. */
    static String[] paid(ScriptedProvider provider, List<String> models, String... more) {
        return served(provider, models, "free", more);
    }

    /** The same with accounts that are never refused for what they have. */
    static String[] unlimited(ScriptedProvider provider, List<String> models, String... more) {
        return served(provider, models, "enterprise", more);
    }

    private static String[] served(ScriptedProvider provider, List<String> models, String plan, String... more) {
        List<String> options = new ArrayList<>(List.of(
                "--chatforge.user.base-plan=" + plan,
                "--chatforge.auth.access-token-life=12h",
                "--chatforge.chat.providers.scripted.base-url=" + provider.baseUrl(),
                "--chatforge.chat.providers.scripted.models=" + String.join(",", models)));
        options.addAll(List.of(more));
        return options.toArray(String[]::new);
    }

    static String[] options() {
        return new String[] {
            "--chatforge.chat.providers.scripted.base-url=" + PROVIDER.baseUrl(),
            "--chatforge.chat.providers.scripted.models=" + String.join(",", ENDLESS, BRIEF, ECHO),
            "--chatforge.chat.default-model=built-in/extractive"
        };
    }
}
