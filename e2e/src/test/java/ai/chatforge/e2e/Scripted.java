package ai.chatforge.e2e;

import ai.chatforge.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A model provider whose answers take their time, beside the built-in answerer that bots use unless told otherwise. */
final class Scripted {
    /** Goes on for longer than a test. */
    static final String ENDLESS = "words-2000-every-50ms";

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

    static String[] options() {
        return new String[] {
            "--chatforge.chat.providers.scripted.base-url=" + PROVIDER.baseUrl(),
            "--chatforge.chat.providers.scripted.models=" + ENDLESS,
            "--chatforge.chat.default-model=built-in/extractive"
        };
    }
}
