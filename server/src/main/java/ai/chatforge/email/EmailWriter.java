package ai.chatforge.email;

import ai.chatforge.email.NotSentException.Verdict;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes e-mails from what was asked for. */
@Component
class EmailWriter {
    private static final String NAME = "name";
    private static final String LINK = "link";
    private static final String EXPIRES = "expiresIn";
    private static final int VALUE_LENGTH = 80;
    /** Ends of lines, which could end a header, and marks that turn the direction of what follows. */
    private static final Pattern CONTROL =
            Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\s]+");
    /** What mail programs make a link of; a stranger's name must not become one in an e-mail of ours. */
    private static final Pattern ADDRESS = Pattern.compile("://|[.](?=\\p{L})");

    Email write(QueuedEmail queued) throws NotSentException {
        Phrases phrases = Phrases.in(queued.language());
        Map<String, String> values = cleaned(queued.values());
        if (!values.keySet().containsAll(queued.kind().required())) {
            throw new NotSentException(Verdict.NEVER, "A value that the e-mail needs is empty");
        }
        String kind = queued.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        String subject = phrases.get(kind + ".subject", values);
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("lang", phrases.language());
        model.put("subject", subject);
        model.put("greeting", phrases.get(values.containsKey(NAME) ? "greeting" : "greeting.nameless", values));
        model.put("text", phrases.get(kind + ".text", values));
        model.put("action", phrases.get(kind + ".action"));
        model.put("note", phrases.get(kind + ".note"));
        model.put(LINK, link(queued));
        model.put("expires", expires(phrases, values));
        model.put("fallback", phrases.get("fallback"));
        model.put("footer", phrases.get("footer"));
        return new Email(
                queued.id(),
                queued.to(),
                phrases.language(),
                subject,
                Pages.fill("email.txt", model),
                Pages.fill("email.html", model));
    }

    private static Map<String, String> cleaned(Map<String, String> values) {
        Map<String, String> cleaned = new HashMap<>();
        values.forEach((name, value) -> {
            String clean = clean(value);
            if (!clean.isEmpty()) {
                cleaned.put(name, clean);
            }
        });
        return cleaned;
    }

    private static String clean(String value) {
        String line = CONTROL.matcher(value).replaceAll(" ");
        String plain = ADDRESS.matcher(line)
                .replaceAll(found -> found.group().equals(".") ? ". " : ": ")
                .strip();
        return plain.codePointCount(0, plain.length()) <= VALUE_LENGTH
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, VALUE_LENGTH - 1)) + "…";
    }

    private static @Nullable String expires(Phrases phrases, Map<String, String> values) {
        String given = values.get(EXPIRES);
        return given == null ? null : phrases.get("expires", Map.of("time", phrases.time(given)));
    }

    private static String link(QueuedEmail queued) throws NotSentException {
        String link = queued.values().getOrDefault(LINK, "");
        try {
            String scheme = URI.create(link).getScheme();
            if ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme)) {
                return link;
            }
        } catch (IllegalArgumentException e) {
            // Said below; the link itself is not for logs.
        }
        throw new NotSentException(Verdict.NEVER, "The link of the e-mail is no address of the web");
    }
}
