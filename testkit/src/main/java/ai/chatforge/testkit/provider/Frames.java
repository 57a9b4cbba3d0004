package ai.chatforge.testkit.provider;

import org.jspecify.annotations.Nullable;

/** The events of a stream in the form of one vendor. Those that it does not know are empty, and are not sent. */
interface Frames {
    byte[] begin();

    byte[] word(int index, String piece);

    /** The beginning of a call of a tool. */
    byte[] call(String tool);

    /** A piece of what the tool is called with. */
    byte[] argument(String piece);

    /** @param usage null: it is not told */
    byte[] finish(Why why, Call.@Nullable Usage usage);

    byte[] usage(Call.Usage usage);

    byte[] done();

    /** In the middle of a stream. */
    byte[] error();

    /** Why an answer ends. */
    enum Why {
        STOP,
        LENGTH,
        CALLS
    }
}
