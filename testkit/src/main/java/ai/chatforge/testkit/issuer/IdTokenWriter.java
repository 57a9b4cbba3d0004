package ai.chatforge.testkit.issuer;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes ID tokens, right ones and wrong ones. */
final class IdTokenWriter {
    private static final long LIFE = 600;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Fault fault;
    private final String client;
    private final long now;

    IdTokenWriter(Fault fault, String client, Instant now) {
        this.fault = fault;
        this.client = client;
        this.now = now.getEpochSecond();
    }

    String write(String issuer, Person person, @Nullable String nonce, SigningKey key) {
        Map<String, Object> claims = claims(issuer, person, nonce);
        spoil(claims);
        return switch (fault) {
            case UNSIGNED -> part(Map.of("alg", "none")) + "." + part(claims) + ".";
            case SYMMETRIC -> symmetric(claims, key);
            case UNKNOWN_KEY -> signed(claims, SigningKey.elliptic());
            case FORGED ->
                signed(
                        claims,
                        new SigningKey(key.id(), key.algorithm(), other(key).pair()));
            default -> signed(claims, key);
        };
    }

    private Map<String, Object> claims(String issuer, Person person, @Nullable String nonce) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("aud", client);
        claims.put("sub", person.subject());
        claims.put("email", person.email());
        claims.put("email_verified", person.emailVerified());
        claims.put("name", person.name());
        claims.put("iat", now);
        claims.put("exp", now + LIFE);
        claims.put("jti", UUID.randomUUID().toString());
        if (nonce != null) {
            claims.put("nonce", nonce);
        }
        return claims;
    }

    private void spoil(Map<String, Object> claims) {
        switch (fault) {
            case WRONG_NONCE -> claims.put("nonce", "another");
            case NO_NONCE -> claims.remove("nonce");
            case WRONG_AUDIENCE -> claims.put("aud", "another-client");
            case FOREIGN_PARTY -> {
                claims.put("aud", List.of(client, "another-client"));
                claims.put("azp", "another-client");
            }
            case NO_PARTY -> claims.put("aud", List.of(client, "another-client"));
            case WRONG_ISSUER -> claims.put("iss", "https://issuer.example");
            case EXPIRED -> {
                claims.put("iat", now - 2 * LIFE);
                claims.put("exp", now - LIFE);
            }
            case NO_EXPIRY -> claims.remove("exp");
            case FROM_THE_FUTURE -> claims.put("iat", now + LIFE / 2);
            case NO_SUBJECT -> claims.remove("sub");
            default -> {
                // Others are not in the claims.
            }
        }
    }

    private static SigningKey other(SigningKey key) {
        return key.algorithm().equals("ES256") ? SigningKey.elliptic() : SigningKey.rsa();
    }

    private static String signed(Map<String, Object> claims, SigningKey key) {
        String text = part(Map.of("alg", key.algorithm(), "kid", key.id(), "typ", "JWT")) + "." + part(claims);
        return text + "." + SigningKey.base64(key.sign(text));
    }

    private static String symmetric(Map<String, Object> claims, SigningKey key) {
        String text = part(Map.of("alg", "HS256", "kid", key.id(), "typ", "JWT")) + "." + part(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.pair().getPublic().getEncoded(), "HmacSHA256"));
            return text + "." + SigningKey.base64(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(Map<String, ?> content) {
        return SigningKey.base64(JSON.writeValueAsBytes(content));
    }
}
