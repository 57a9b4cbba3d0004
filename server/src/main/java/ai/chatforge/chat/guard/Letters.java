package ai.chatforge.chat.guard;

import java.util.Arrays;

/**
 * Texts as the steps from each letter to the next, so that one shifted in the alphabet (rot13 and its kin) reads the
 * same. Each text begins with a border that no step equals.
 */
final class Letters {
    static final int BORDER = Integer.MIN_VALUE;
    private static final int ALPHABET = 26;
    private static final int OTHERS = 1 << 20;

    private int[] steps = new int[1024];
    private int size;
    private int last = -1;

    static int code(char letter) {
        return letter >= 'a' && letter <= 'z' ? letter - 'a' : ALPHABET + letter;
    }

    static int step(int from, int to) {
        if (from < ALPHABET && to < ALPHABET) {
            int step = to - from;
            return step < 0 ? step + ALPHABET : step;
        }
        return OTHERS + to - from;
    }

    /** A new text begins. */
    void border() {
        last = -1;
    }

    /** @return position of the letter */
    int add(char letter) {
        if (size + 1 >= steps.length) {
            steps = Arrays.copyOf(steps, steps.length * 2);
        }
        int code = code(letter);
        steps[size] = last < 0 ? BORDER : step(last, code);
        last = code;
        return size++;
    }

    int size() {
        return size;
    }

    /** One border more at the end. */
    int[] steps() {
        int[] all = Arrays.copyOf(steps, size + 1);
        all[size] = BORDER;
        return all;
    }
}
