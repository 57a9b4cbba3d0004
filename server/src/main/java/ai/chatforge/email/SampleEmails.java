package ai.chatforge.email;

import ai.chatforge.email.api.EmailKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** E-mails with made-up values, to look at. */
final class SampleEmails {
    private static final UUID ID = new UUID(0, 0);
    private static final Set<EmailKind> EXPIRING = Set.of(
            EmailKind.SIGN_UP_CONFIRMATION,
            EmailKind.VERIFICATION,
            EmailKind.PASSWORD_RESET,
            EmailKind.TEAMMATE_INVITE);
    private static final Map<String, String> VALUES = values();

    private SampleEmails() {}

    private static Map<String, String> values() {
        Map<String, String> values = new HashMap<>();
        values.put("name", "Ada");
        values.put("link", "https://chat.example.com/page?token=Qm9va3Mgb24gdGhlIHNoZWxm");
        values.put("expiresIn", "PT24H");
        values.put("inviterName", "Grace");
        values.put("botName", "Harbour Guide");
        values.put("planName", "Pro");
        values.put("number", "CF-2026-0117");
        values.put("amount", "2900");
        values.put("currency", "EUR");
        values.put("used", "8000");
        values.put("limit", "10000");
        for (String date : new String[] {"endsOn", "renewsOn", "startsOn", "dueOn", "paidOn", "resetsOn"}) {
            values.put(date, "2026-12-05");
        }
        values.put("title", "Bots can now read whole folders");
        values.put(
                "text",
                "From today on you can give a bot a whole folder at once.\n\nNothing changes for the files that are there.");
        return Map.copyOf(values);
    }

    static QueuedEmail of(EmailKind kind, String language) {
        Map<String, String> values = new HashMap<>(VALUES);
        if (!EXPIRING.contains(kind)) {
            values.remove("expiresIn");
        }
        return new QueuedEmail(ID, kind, "ada@example.com", language, values);
    }

    /** With what the kind cannot do without, and no more. */
    static QueuedEmail shortest(EmailKind kind, String language) {
        Map<String, String> values = new HashMap<>(VALUES);
        values.keySet().retainAll(kind.required());
        return new QueuedEmail(ID, kind, "ada@example.com", language, values);
    }
}
