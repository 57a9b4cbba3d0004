package ai.chatforge.document;

import ai.chatforge.platform.config.DataFolder;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** Signs links to original files: whoever has one may read that file until it expires, and nothing else. */
@Component
class FileLinks {
    private final SecretKeySpec key;
    private final DocumentSettings settings;
    private final Clock clock;

    FileLinks(DataFolder folder, DocumentSettings settings, Clock clock) {
        this.key = new SecretKeySpec(folder.secret("file-links").getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        this.settings = settings;
        this.clock = clock;
    }

    @Schema(name = "FileLink")
    record Link(String url, Instant expiresAt) {}

    /** @param always even if the source has become learn-only meanwhile */
    record Target(UUID tenant, UUID source, boolean always) {}

    /** @param editor whether it is for somebody who may read learn-only sources, too */
    Link to(Source source, boolean editor) {
        Instant expires = Instant.ofEpochSecond(
                clock.instant().plus(settings.fileLinkLife()).getEpochSecond());
        String content =
                source.tenantId() + "." + source.id() + "." + expires.getEpochSecond() + (editor ? ".e" : ".r");
        return new Link("/api/files/" + content + "." + sign(content), expires);
    }

    /** What the token opens, when it is one of ours and still valid. */
    Optional<Target> open(String token) {
        int end = token.lastIndexOf('.');
        String content = token.substring(0, Math.max(0, end));
        String[] parts = content.split("\\.", -1);
        boolean signed = parts.length == 4
                && MessageDigest.isEqual(
                        sign(content).getBytes(StandardCharsets.UTF_8),
                        token.substring(end + 1).getBytes(StandardCharsets.UTF_8));
        if (!signed || clock.instant().getEpochSecond() > Long.parseLong(parts[2])) {
            return Optional.empty();
        }
        return Optional.of(new Target(UUID.fromString(parts[0]), UUID.fromString(parts[1]), parts[3].equals("e")));
    }

    private String sign(String content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
