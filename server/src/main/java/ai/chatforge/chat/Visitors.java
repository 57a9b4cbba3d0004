package ai.chatforge.chat;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.security.BrowserCookies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Tells anonymous visitors apart by a secret of their own, in a cookie or a header; only its hash is stored. */
@Component
class Visitors {
    static final String HEADER = "X-Visitor-Id";
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{22,128}");
    private static final Duration LIFE = Duration.ofDays(90);

    private final BrowserCookies cookies;
    private final SecureRandom random = new SecureRandom();

    Visitors(BrowserCookies cookies) {
        this.cookies = cookies;
    }

    /** The visitor of the request, when it brings a secret. */
    Optional<AnswerStream.Listener> known(HttpServletRequest request) {
        String header = request.getHeader(HEADER);
        return header != null
                ? Optional.of(of(HEADER, header))
                : BrowserCookies.read(request, BrowserCookies.VISITOR)
                        .filter(cookie -> SECRET.matcher(cookie).matches())
                        .map(Visitors::listener);
    }

    /** @param field where the secret came in */
    AnswerStream.Listener of(String field, String secret) {
        if (!SECRET.matcher(secret).matches()) {
            throw ApiException.invalid(field, "must be one that was given in an answer's " + HEADER);
        }
        return listener(secret);
    }

    /** The visitor of the request; a new one is given a secret. */
    AnswerStream.Listener welcome(HttpServletRequest request, HttpServletResponse response) {
        return known(request).orElseGet(() -> {
            String secret = newSecret();
            cookies.set(request, response, BrowserCookies.VISITOR, secret, "/api/chat", LIFE);
            response.setHeader(HEADER, secret);
            return listener(secret);
        });
    }

    String newSecret() {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static AnswerStream.Listener listener(String secret) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return new AnswerStream.Listener(null, HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
