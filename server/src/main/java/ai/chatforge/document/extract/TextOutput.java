package ai.chatforge.document.extract;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where the readers put what they find. */
interface TextOutput {
    void pages(int total) throws IOException;

    void pageDone(int done) throws IOException;

    /** Of a web page, before its text. */
    default void link(PageLink link) throws IOException {}

    /** A blank text is left out; an overlong one becomes several segments. */
    void segment(@Nullable Integer page, @Nullable String section, String text) throws IOException;
}
