package ai.chatforge.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.chatforge.email.EmailSettings.Way;
import ai.chatforge.platform.config.ServerSettings;
import ai.chatforge.platform.error.ApiException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** Who reads the mailbox can become anybody, so it is open to nobody but the person at the machine. */
class MailboxRulesTest {

    private static MailboxRules rules(
            boolean embedded, @Nullable String smtpHost, String address, @Nullable String publicUrl) {
        return new MailboxRules(
                TestEmailSettings.of(TestEmailSettings.smtp(smtpHost, 0, Duration.ZERO), 1),
                new ServerSettings(List.of(), Path.of("data"), 0, address, Map.of(), null, publicUrl),
                embedded);
    }

    @ParameterizedTest
    @CsvSource({
        "true,,127.0.0.1,,true",
        "true,,localhost,,true",
        "true,,::1,,true",
        "true,,127.0.0.1,http://localhost:4000,true",
        "true,'',127.0.0.1,'',true",
        "false,,127.0.0.1,,false",
        "true,mail.example,127.0.0.1,,false",
        "true,,0.0.0.0,,false",
        "true,,10.0.0.5,,false",
        "true,,127.0.0.1,https://chat.example,false",
        "true,,127.0.0.1,https://localhost.evil.example,false",
    })
    void thereIsOneOnOnesOwnMachineOnly(
            boolean embedded, @Nullable String smtpHost, String address, @Nullable String publicUrl, boolean expected) {
        assertThat(rules(embedded, smtpHost, address, publicUrl).isOpen()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"MAILBOX, true", "SMTP, false", "SES, false", "RESEND, false", "POSTMARK, false"})
    void whereEmailsAreSentThereIsNone(Way way, boolean expected) {
        MailboxRules rules = new MailboxRules(
                TestEmailSettings.of(way, "http://127.0.0.1:1", 1),
                new ServerSettings(List.of(), Path.of("data"), 0, "127.0.0.1", Map.of(), null, null),
                true);
        assertThat(rules.isOpen()).isEqualTo(expected);
    }

    private static MockHttpServletRequest request(String host) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/dev/mailbox");
        request.setRemoteAddr("127.0.0.1");
        request.setServerName(host);
        return request;
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.8.8.8", "[::1]"})
    void thisMachineHasThatName(String host) {
        assertThatCode(() -> rules(true, null, "127.0.0.1", null).check(request(host)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.5", "", "[::2]"})
    void aForeignSiteCannotReadIt(String host) {
        assertThatThrownBy(() -> rules(true, null, "127.0.0.1", null).check(request(host)))
                .isInstanceOf(ApiException.class);
    }

    @Test
    void nobodyReadsItThroughAProxy() {
        for (String header : List.of("X-Forwarded-For", "X-Forwarded-Host", "Forwarded")) {
            MockHttpServletRequest request = request("localhost");
            request.addHeader(header, "for=203.0.113.7");
            assertThatThrownBy(() -> rules(true, null, "127.0.0.1", null).check(request))
                    .isInstanceOf(ApiException.class);
        }
        MockHttpServletRequest remote = request("localhost");
        remote.setRemoteAddr("10.0.0.5");
        assertThatThrownBy(() -> rules(true, null, "127.0.0.1", null).check(remote))
                .isInstanceOf(ApiException.class);
    }
}
