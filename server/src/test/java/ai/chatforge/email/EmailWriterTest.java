package ai.chatforge.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.chatforge.email.api.EmailKind;
import ai.chatforge.platform.id.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

/** What the e-mails say, in four languages. */
class EmailWriterTest {
    private static final List<String> LANGUAGES = List.of("en", "de", "es", "zh");
    private static final String LINK = "https://chat.example/go?token=abc&lang=de";
    private final EmailWriter writer = new EmailWriter();

    private Email write(EmailKind kind, @Nullable String language, Map<String, String> values) throws NotSentException {
        Map<String, String> all = new HashMap<>(SampleEmails.of(kind, "en").values());
        all.putAll(Map.of("link", LINK, "name", "Zoë", "botName", "Shop", "inviterName", "Jörg", "expiresIn", "PT24H"));
        all.putAll(values);
        return writer.write(new QueuedEmail(Ids.next(), kind, "zoe@example.com", language, all), null);
    }

    static Stream<Arguments> allOfThem() {
        return LANGUAGES.stream()
                .flatMap(language -> Stream.of(EmailKind.values()).map(kind -> Arguments.of(kind, language)));
    }

    @ParameterizedTest
    @MethodSource("allOfThem")
    void everyKindIsWrittenInEveryLanguage(EmailKind kind, String language) throws Exception {
        Email email = write(kind, language, Map.of());

        assertThat(email.language()).isEqualTo(language);
        assertThat(email.subject()).isNotBlank().doesNotContain("{", "}");
        assertThat(email.text()).contains("Zoë").doesNotContain("{", "}", "[(", " th:");
        assertThat(email.html())
                .contains("Zoë", "lang=\"" + language + "\"", "color-scheme", "charset=\"utf-8\"")
                .doesNotContain(" th:", "${", "<img", "<script", "src=", "url(", "@import");
        if (kind == EmailKind.ACCOUNT_DELETED) {
            assertThat(email.text() + email.html()).doesNotContain("://");
        } else {
            assertThat(email.text()).contains(LINK);
            assertThat(email.html()).contains("href=\"https://chat.example/go?token=abc&amp;lang=de\"");
        }
        assertWellFormed(email.html());
        if (kind == EmailKind.TEAMMATE_INVITE) {
            assertThat(email.subject() + email.text()).contains("Shop", "Jörg");
        }
    }

    @ParameterizedTest
    @MethodSource("allOfThem")
    void whatIsNotRequiredMayBeLeftOut(EmailKind kind, String language) throws Exception {
        Email email = writer.write(SampleEmails.shortest(kind, language), null);

        assertThat(email.subject()).isNotBlank().doesNotContain("{", "}");
        assertThat(email.text()).doesNotContain("{", "}", "null");
        assertThat(email.html()).doesNotContain("${", "null");
        assertWellFormed(email.html());
    }

    @ParameterizedTest
    @MethodSource("allOfThem")
    void withoutARequiredValueThereIsNoEmail(EmailKind kind, String language) {
        QueuedEmail whole = SampleEmails.shortest(kind, language);
        for (String required : kind.required()) {
            Map<String, String> values = new HashMap<>(whole.values());
            values.put(required, " \n ");
            assertThatThrownBy(
                            () -> writer.write(new QueuedEmail(whole.id(), kind, whole.to(), language, values), null))
                    .as(required)
                    .isInstanceOf(NotSentException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("allOfThem")
    void hostileValuesDoNoHarm(EmailKind kind, String language) throws Exception {
        String hostile = "<img src=x onerror=alert(1)>\r\nBcc: eve@example.com\u2028\u0000\u202e{link}${7*7}[[1]]";
        Map<String, String> values =
                new HashMap<>(SampleEmails.of(kind, language).values());
        values.replaceAll((name, value) ->
                Set.of("link", "amount", "currency", "used", "limit").contains(name) ? value : hostile);
        Email email = writer.write(new QueuedEmail(Ids.next(), kind, "zoe@example.com", language, values), null);

        assertThat(email.subject()).doesNotContainPattern("[\\p{Cc}\\u2028\\u2029\\u202e]");
        assertThat(email.html()).doesNotContain("<img", "49", "\u0000", "\u202e");
        assertThat(email.text()).doesNotContain("\u0000", "\u202e", "\r");
        if (kind != EmailKind.ANNOUNCEMENT) {
            assertThat(email.text()).doesNotContain("\nBcc:");
        }
        assertWellFormed(email.html());
    }

    /** As XML, once the parts of HTML that need no end have one. */
    private static void assertWellFormed(String html) throws Exception {
        String xml = html.replaceFirst("<!doctype html>", "")
                .replaceAll("<(meta|br)([^>]*)>", "<$1$2/>")
                .replace("&nbsp;", " ");
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    @ParameterizedTest
    @CsvSource({
        "en, December 5",
        "de, 5. Dezember 2026",
        "es, 5 de diciembre de 2026",
        "zh, 2026年12月5日",
    })
    void datesAreWrittenAsInTheLanguage(String language, String date) throws Exception {
        assertThat(writer.write(SampleEmails.of(EmailKind.TRIAL_ENDING, language), null)
                        .text())
                .contains(date);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en|2900|EUR|€29.00",
                "en|2900|usd|$29.00",
                "de|290050|EUR|2.900,50 €",
                "es|2900|EUR|29,00 €",
                "zh|2900|CNY|¥29.00",
                "en|2900|JPY|¥2,900"
            })
    void amountsAreWrittenAsInTheLanguage(String language, String amount, String currency, String written)
            throws Exception {
        Email email = write(EmailKind.INVOICE, language, Map.of("amount", amount, "currency", currency));
        assertThat(email.subject().replace('\u00a0', ' ')).contains(written);
    }

    @ParameterizedTest
    @CsvSource({"amount, lots", "amount, 12.50", "currency, XYZZY", "currency, €"})
    void whatIsNoAmountIsNotSent(String name, String value) {
        assertThatThrownBy(() -> write(EmailKind.RECEIPT, "en", Map.of(name, value)))
                .isInstanceOf(NotSentException.class);
    }

    @Test
    void anAnnouncementHasTheParagraphsOfItsText() throws Exception {
        Email email = write(
                EmailKind.ANNOUNCEMENT,
                "en",
                Map.of("title", "News 2.0 at example.com", "text", "One.\n\nTwo.\r\nThree."));

        assertThat(email.subject()).isEqualTo("News 2.0 at example.com");
        assertThat(email.text()).contains("\nOne.\n\nTwo.\n\nThree.\n");
    }

    @Test
    void whoMayDoWithoutFindsTheWayInTheEmail() throws Exception {
        OptOut optOut = new OptOut("https://chat.example", "token");
        Email email = writer.write(SampleEmails.of(EmailKind.TRIAL_ENDING, "de"), optOut);

        assertThat(email.text()).contains("https://chat.example/unsubscribe/token?language=de");
        assertThat(email.html()).contains("href=\"https://chat.example/unsubscribe/token?language=de\"");
        assertThat(email.headers())
                .containsEntry("List-Unsubscribe", "<https://chat.example/api/email/unsubscribe/token>")
                .containsEntry("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }

    @Test
    void theLanguagesDiffer() throws Exception {
        for (EmailKind kind : EmailKind.values()) {
            assertThat(Stream.of(
                            write(kind, "en", Map.of()),
                            write(kind, "de", Map.of()),
                            write(kind, "es", Map.of()),
                            write(kind, "zh", Map.of())))
                    .extracting(Email::text)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void noLanguageLacksAPhrase() throws IOException {
        Set<Object> english = phrases("");
        for (String language : List.of("_de", "_es", "_zh")) {
            assertThat(phrases(language)).as(language).isEqualTo(english);
        }
    }

    private static Set<Object> phrases(String suffix) throws IOException {
        Properties phrases = new Properties();
        try (InputStream in = EmailWriter.class.getResourceAsStream("messages" + suffix + ".properties")) {
            phrases.load(Objects.requireNonNull(in));
        }
        return phrases.keySet();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "fr", "xx-YY", "not a language", "../../etc/passwd", "en-GB"})
    void otherLanguagesGetEnglish(@Nullable String language) throws Exception {
        Email email = write(EmailKind.WELCOME, language, Map.of());

        assertThat(email.language()).isEqualTo("en");
        assertThat(email.subject()).isEqualTo("Welcome to ChatForge");
    }

    @ParameterizedTest
    @CsvSource({"de-AT, de", "es-MX, es", "zh-CN, zh", "zh-Hans, zh"})
    void regionsGetTheirLanguage(String language, String expected) throws Exception {
        assertThat(write(EmailKind.WELCOME, language, Map.of()).language()).isEqualTo(expected);
    }

    @Test
    void markupInANameIsText() throws Exception {
        String name = "<script>alert('1')</script>\"><b onload=x>";
        Email email =
                write(EmailKind.TEAMMATE_INVITE, "en", Map.of("name", name, "botName", name, "inviterName", name));

        assertThat(email.html()).contains("&lt;script&gt;").doesNotContain("<script", "<b onload", "\"><b");
    }

    @Test
    void aNameIsNoTemplate() throws Exception {
        Email email = write(EmailKind.VERIFICATION, "en", Map.of("name", "{link} ${7*7} [(${7*7})] [[${7*7}]] $1 \\"));

        assertThat(email.text()).contains("Hello {link} ${7*7} [(${7*7})] [[${7*7}]] $1 \\,");
        assertThat(email.html()).contains("${7*7}").doesNotContain("49");
    }

    @Test
    void aSubjectIsOneLine() throws Exception {
        Email email = write(
                EmailKind.TEAMMATE_INVITE,
                "en",
                Map.of("botName", "Shop\r\nBcc: eve@example.com\u2028\u0000x", "inviterName", "A\u202etxt.exe"));

        assertThat(email.subject())
                .doesNotContainPattern("[\\p{Cc}\\u2028\\u202e]")
                .startsWith("A txt");
    }

    @Test
    void aStrangersNameIsNoLink() throws Exception {
        Email email = write(
                EmailKind.TEAMMATE_INVITE,
                "en",
                Map.of("inviterName", "Win at https://evil.example/now", "botName", "x".repeat(500)));

        assertThat(email.text()).doesNotContain("https://evil", "evil.example").hasSizeLessThan(1_000);
    }

    @Test
    void withoutANameItGreetsAnyway() throws Exception {
        assertThat(write(EmailKind.WELCOME, "en", Map.of("name", " \n ")).text())
                .startsWith("Hello,\n");
        assertThat(write(EmailKind.WELCOME, "zh", Map.of("name", "")).text()).startsWith("您好：\n");
    }

    @ParameterizedTest
    @CsvSource({
        "en, PT24H, 24 hours",
        "en, PT1H, 1 hour",
        "de, PT30M, 30 Minuten",
        "de, P1D, 24 Stunden",
        "es, P7D, 7 días",
        "zh, PT1H, 1 小时",
        "en, PT90M, 90 minutes",
        "en, until noon, until noon"
    })
    void howLongALinkIsValidIsSaidInWords(String language, String given, String said) throws Exception {
        assertThat(write(EmailKind.VERIFICATION, language, Map.of("expiresIn", given))
                        .text())
                .contains(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "data:text/html,x", "", "/relative", "https://a b", "http://x\r\ny"})
    void otherLinksAreNotSent(String link) {
        assertThatThrownBy(() -> write(EmailKind.WELCOME, "en", Map.of("link", link)))
                .isInstanceOf(NotSentException.class);
    }
}
