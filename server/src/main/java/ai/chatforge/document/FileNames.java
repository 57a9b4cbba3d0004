package ai.chatforge.document;

import org.jspecify.annotations.Nullable;

/** File names as clients send them, made harmless: they are shown, never used as paths. */
final class FileNames {
    private static final int LENGTH = 200;
    private static final String UNWANTED = "[\\p{Cc}\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]";

    private FileNames() {}

    static String clean(@Nullable String sent) {
        String name = sent == null ? "" : sent;
        name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
                .replaceAll(UNWANTED, "")
                .strip();
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            return "document";
        }
        return name.length() <= LENGTH ? name : shortened(name);
    }

    private static String shortened(String name) {
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && name.length() - dot <= 10 ? name.substring(dot) : "";
        int end = LENGTH - extension.length();
        return name.substring(0, Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end) + extension;
    }
}
