package ai.chatforge.e2e;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The e-mails of a ChatForge that sends none. */
record LocalMailbox(Client reader) {
    private static final Duration DELIVERY = Duration.ofSeconds(30);

    /** The newest link to that page that was sent to the address, once there is one. */
    URI link(String to, String page) {
        return await().atMost(DELIVERY)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> find(to, page), Optional::isPresent)
                .orElseThrow();
    }

    String token(String to, String page) {
        return link(to, page).getQuery().replaceFirst("^token=", "");
    }

    private Optional<URI> find(String to, String page) {
        Pattern link = Pattern.compile("http\\S+" + Pattern.quote(page) + "\\?token=\\S+");
        String path = "/api/dev/mailbox?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8);
        for (JsonNode message : reader.get(path).ok().json().path("items")) {
            Matcher found = link.matcher(message.path("text").asString());
            if (found.find()) {
                return Optional.of(URI.create(found.group()));
            }
        }
        return Optional.empty();
    }
}
