package ai.chatforge.e2e;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the e-mails of an installation arrive. */
interface Mailbox {
    Duration DELIVERY = Duration.ofSeconds(60);

    /** Plain texts of the e-mails to an address, newest first. */
    List<String> texts(String to);

    /** The newest link to that page that was sent to the address, once there is one. */
    default URI link(String to, String page) {
        Pattern link = Pattern.compile("http\\S+" + Pattern.quote(page) + "\\?token=\\S+");
        return await().atMost(DELIVERY)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> texts(to).stream()
                                .map(link::matcher)
                                .filter(Matcher::find)
                                .map(found -> URI.create(found.group()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    default String token(String to, String page) {
        return link(to, page).getQuery().replaceFirst("^token=", "");
    }
}
