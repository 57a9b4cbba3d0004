package ai.chatforge.document.extract;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a file begins as an e-mail does: a block of headers that says who wrote, and when or how it was sent. */
final class MailHead {
    private static final Pattern FIELD = Pattern.compile("([!-9;-~]{1,80}):.*");
    private static final Set<String> SENT =
            Set.of("date", "message-id", "received", "mime-version", "return-path", "delivered-to", "subject");
    private static final int ENOUGH = 2;

    private MailHead() {}

    static boolean begins(byte[] head) {
        List<String> lines =
                new String(head, StandardCharsets.ISO_8859_1).lines().toList();
        Set<String> names = new HashSet<>();
        // mailboxes in files put a line of their own before the headers
        int from = !lines.isEmpty() && lines.getFirst().startsWith("From ") ? 1 : 0;
        for (String line : lines.subList(from, lines.size())) {
            if (line.isEmpty()) {
                break;
            }
            Matcher field = FIELD.matcher(line);
            if (field.matches()) {
                names.add(field.group(1).toLowerCase(Locale.ROOT));
            } else if (names.isEmpty() || (line.charAt(0) != ' ' && line.charAt(0) != '\t')) {
                return false;
            }
        }
        return names.contains("from") && names.stream().filter(SENT::contains).count() >= ENOUGH;
    }
}
