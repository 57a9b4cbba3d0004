package ai.chatforge.auth;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the browser goes after a sign-in: a page of this site. */
final class ReturnPath {
    /**
     * Visible ASCII only, as browsers leave other characters out or turn them around; no second slash at the start, and no
     * backslash, which they read as one: both lead to another host.
     */
    private static final Pattern PATH = Pattern.compile("/(?!/)[\\x21-\\x7E&&[^\\\\]]{0,999}");

    private ReturnPath() {}

    static String of(@Nullable String given, String otherwise) {
        return given != null && PATH.matcher(given).matches() && !given.startsWith("/api/") ? given : otherwise;
    }
}
