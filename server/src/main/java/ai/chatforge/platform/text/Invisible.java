package ai.chatforge.platform.text;

/** Characters that nobody sees, and that take no room either where they are shown. */
public final class Invisible {
    private static final int TAGS = 0xE0000;

    private Invisible() {}

    public static boolean is(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT -> true;
            case Character.CONTROL -> !Character.isWhitespace(c);
            case Character.UNASSIGNED -> c >= TAGS;
            // Fillers of Hangul: letters by their type.
            default -> c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0;
        };
    }
}
