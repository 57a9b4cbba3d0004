package ai.chatforge.document.extract;

/** Numbers and switches in attributes, where anything may stand. */
final class Digits {
    private static final int MOST = 9;

    private Digits() {}

    /** The number, or the other one when these are not up to nine digits. */
    static int of(String digits, int otherwise) {
        if (digits.isEmpty() || digits.length() > MOST) {
            return otherwise;
        }
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return otherwise;
            }
            number = number * 10 + c - '0';
        }
        return number;
    }

    static boolean isTrue(String value) {
        return value.equals("1") || value.equals("true");
    }
}
