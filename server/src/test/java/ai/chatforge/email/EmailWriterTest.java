package ai.chatforge.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.chatforge.email.api.EmailKind;
import ai.chatforge.platform.id.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the e-mails say, in four languages. */
class EmailWriterTest {
    private static final List<String> LANGUAGES = List.of("en", "de", "es", "zh");
    private static final String LINK = "https://chat.example/go?token=abc&lang=de";
    private final EmailWriter writer = new EmailWriter();

    private Email write(EmailKind kind, @Nullable String language, Map<String, String> values) throws NotSentException {
        Map<String, String> all = new HashMap<>(
                Map.of("link", LINK, "name", "Zoë", "botName", "Shop", "inviterName", "Jörg", "expiresIn", "PT24H"));
        all.putAll(values);
        return writer.write(new QueuedEmail(Ids.next(), kind, "zoe@example.com", language, all));
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
        assertThat(email.text()).contains("Zoë", LINK).doesNotContain("{", "}", "[(", " th:");
        assertThat(email.html())
                .contains("Zoë", "href=\"https://chat.example/go?token=abc&amp;lang=de\"", "lang=\"" + language + "\"")
                .contains("color-scheme", "charset=\"utf-8\"")
                .doesNotContain(" th:", "${", "<img", "<script", "src=", "url(", "@import");
        if (kind == EmailKind.TEAMMATE_INVITE) {
            assertThat(email.subject() + email.text()).contains("Shop", "Jörg");
        }
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
