package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventLinesTest {
    /** Gives so many bytes at once, whatever is asked for. */
    private static List<String> lines(String text, int atOnce) throws IOException {
        InputStream slow = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] bytes, int from, int length) {
                return super.read(bytes, from, Math.min(length, atOnce));
            }
        };
        EventLines lines = new EventLines(slow);
        List<String> all = new ArrayList<>();
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (!line.isEmpty()) {
                all.add(line);
            }
        }
        assertThat(lines.next()).isNull();
        return all;
    }

    @Test
    void linesAreTheSameHoweverTheyCome() throws IOException {
        String longer = "data: " + "Straße 🙂 ".repeat(1_000);
        String text = "data: one\n\r\ndata: zwei – 2\r\n\r\n\ndata:\r" + longer + "\n\ndata: [DONE]\n\n";

        for (int atOnce : new int[] {1, 2, 3, 511, 512, 513, 100_000}) {
            assertThat(lines(text, atOnce))
                    .as(atOnce + " bytes at once")
                    .containsExactly("data: one", "data: zwei – 2", "data:", longer, "data: [DONE]");
        }
    }

    @Test
    void theLastLineNeedsNoEnd() throws IOException {
        assertThat(lines("a\nb", 1)).containsExactly("a", "b");
        assertThat(lines("", 1)).isEmpty();
    }
}
