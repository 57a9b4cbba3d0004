package ai.chatforge.email;

import ai.chatforge.email.NotSentException.Verdict;
import ai.chatforge.email.api.EmailKind;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
    private static final String TEXT = "text";
    private static final String EXPIRES = "expiresIn";
    private static final int VALUE_LENGTH = 80;
    private static final int TITLE_LENGTH = 150;
    private static final int TEXT_LENGTH = 10_000;
    /** Values that change what the first sentence says. */
    private static final List<String> DATES = List.of("endsOn", "renewsOn", "startsOn", "dueOn", "paidOn", "resetsOn");
    /** Ends of lines, which could end a header, and marks that turn the direction of what follows. */
    private static final Pattern CONTROL =
            Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\s]+");
    /** What mail programs make a link of; a stranger's name must not become one in an e-mail of ours. */
    private static final Pattern ADDRESS = Pattern.compile("://|[.](?=\\p{L})");

    /** @param optOut how the addressee can do without such e-mails; null where that is no choice */
    Email write(QueuedEmail queued, @Nullable OptOut optOut) throws NotSentException {
        Phrases phrases = Phrases.in(queued.language());
        Map<String, String> values = values(queued, phrases);
        if (!values.keySet().containsAll(queued.kind().required())) {
            throw new NotSentException(Verdict.NEVER, "A value that the e-mail needs is empty");
        }
        String kind = queued.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        boolean announcement = queued.kind() == EmailKind.ANNOUNCEMENT;
        String subject = phrases.get(kind + ".subject", values);
        boolean hasLink = queued.kind().required().contains(LINK);
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("lang", phrases.language());
        model.put("subject", subject);
        model.put("greeting", phrases.get(values.containsKey(NAME) ? "greeting" : "greeting.nameless", values));
        List<String> paragraphs = announcement
                ? lines(queued.values().getOrDefault(TEXT, ""))
                : List.of(phrases.get(textKey(phrases, kind, values), values));
        model.put("paragraphs", paragraphs);
        model.put(TEXT, String.join("\n\n", paragraphs));
        model.put(LINK, hasLink ? link(queued) : null);
        model.put("action", hasLink ? phrases.get(kind + ".action") : null);
        model.put("note", phrases.get(kind + ".note"));
        model.put("expires", hasLink ? expires(phrases, values) : null);
        model.put("fallback", phrases.get("fallback"));
        model.put("footer", phrases.get("footer"));
        model.put("optOut", optOut == null ? null : optOut.page(phrases.language()));
        model.put("optOutText", phrases.get("opt-out"));
        return new Email(
                queued.id(),
                queued.kind(),
                queued.to(),
                phrases.language(),
                subject,
                Pages.fill("email.txt", model),
                Pages.fill("email.html", model),
                optOut);
    }

    private static String textKey(Phrases phrases, String kind, Map<String, String> values) {
        return DATES.stream()
                .filter(values::containsKey)
                .map(date -> kind + ".text." + date)
                .filter(phrases::has)
                .findFirst()
                .orElse(kind + ".text");
    }

    /** As they are put in: cleaned, and written as the language writes them. */
    private static Map<String, String> values(QueuedEmail queued, Phrases phrases) throws NotSentException {
        Map<String, String> cleaned = new HashMap<>();
        queued.values().forEach((name, value) -> {
            String clean = clean(name, value);
            if (!clean.isEmpty()) {
                cleaned.put(name, clean);
            }
        });
        try {
            cleaned.replaceAll((name, value) -> name.endsWith("On") ? phrases.date(value) : value);
            cleaned.computeIfPresent("used", (_, value) -> phrases.number(Long.parseLong(value)));
            cleaned.computeIfPresent("limit", (_, value) -> phrases.number(Long.parseLong(value)));
            String currency = cleaned.get("currency");
            if (currency != null) {
                cleaned.computeIfPresent("amount", (_, value) -> phrases.money(Long.parseLong(value), currency));
            }
        } catch (IllegalArgumentException e) {
            throw new NotSentException(Verdict.NEVER, "An amount or its currency is none");
        }
        return cleaned;
    }

    private static String clean(String name, String value) {
        // Announcements are the operator's own words.
        return switch (name) {
            case "title" -> cut(CONTROL.matcher(value).replaceAll(" ").strip(), TITLE_LENGTH);
            case TEXT -> cut(value.strip(), TEXT_LENGTH);
            default -> {
                String line = CONTROL.matcher(value).replaceAll(" ");
                String plain = ADDRESS.matcher(line)
                        .replaceAll(found -> found.group().equals(".") ? ". " : ": ")
                        .strip();
                yield cut(plain, VALUE_LENGTH);
            }
        };
    }

    private static String cut(String text, int length) {
        return text.codePointCount(0, text.length()) <= length
                ? text
                : text.substring(0, text.offsetByCodePoints(0, length - 1)) + "…";
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : cut(text.strip(), TEXT_LENGTH).split("\\R", -1)) {
            String clean = CONTROL.matcher(line).replaceAll(" ").strip();
            if (!clean.isEmpty()) {
                lines.add(clean);
            }
        }
        return lines;
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
