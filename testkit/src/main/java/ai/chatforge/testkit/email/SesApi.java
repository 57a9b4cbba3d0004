package ai.chatforge.testkit.email;

import ai.chatforge.testkit.email.ScriptedEmailApi.Fault;
import ai.chatforge.testkit.email.ScriptedEmailApi.Refused;
import ai.chatforge.testkit.email.ScriptedEmailApi.Taken;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/**
 * Amazon SES, API v2: {@code POST /v2/email/outbound-emails} with a raw message. The signature is computed once more from
 * the request as it came (Signature Version 4).
 *
 * @param mime reads the raw message: this kit knows no MIME
 */
public record SesApi(String region, String accessKey, String secretKey, Function<byte[], Taken> mime)
        implements EmailApi {
    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/"
            + "([^/]+)/([^/]+)/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})");

    @Override
    public Taken read(HttpExchange request, byte[] body) throws Refused {
        if (!request.getRequestURI().getPath().equals("/v2/email/outbound-emails")) {
            throw error(404, "NotFoundException", "scripted");
        }
        check(request, body);
        JsonNode json = ScriptedEmailApi.JSON.readTree(body);
        JsonNode to = json.path("Destination").path("ToAddresses");
        String data = json.path("Content").path("Raw").path("Data").asString("");
        if (to.size() != 1
                || data.isEmpty()
                || json.path("FromEmailAddress").asString("").isEmpty()) {
            throw error(400, "BadRequestException", "scripted");
        }
        Taken raw = mime.apply(Base64.getDecoder().decode(data));
        return new Taken(
                UUID.randomUUID().toString(),
                json.path("FromEmailAddress").asString(),
                to.path(0).asString(),
                raw.subject(),
                raw.text(),
                raw.html(),
                raw.headers(),
                Map.of());
    }

    private void check(HttpExchange request, byte[] body) throws Refused {
        String given = request.getRequestHeaders().getFirst("Authorization");
        Matcher parts = AUTHORIZATION.matcher(given == null ? "" : given);
        if (!parts.matches()) {
            throw error(403, "MissingAuthenticationTokenException", "scripted");
        }
        if (!parts.group(1).equals(accessKey)
                || !parts.group(3).equals(region)
                || !parts.group(4).equals("ses")) {
            throw error(403, "UnrecognizedClientException", "scripted");
        }
        String time = request.getRequestHeaders().getFirst("X-Amz-Date");
        List<String> signed = List.of(parts.group(5).split(";", -1));
        if (time == null || !time.startsWith(parts.group(2)) || !signed.containsAll(List.of("host", "x-amz-date"))) {
            throw error(403, "IncompleteSignatureException", "scripted");
        }
        String scope = parts.group(2) + "/" + region + "/ses/aws4_request";
        String toSign =
                "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + hex(sha256(canonical(request, signed, body)));
        byte[] key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        if (!hex(hmac(key, toSign)).equals(parts.group(6))) {
            throw error(403, "InvalidSignatureException", "scripted");
        }
    }

    private static byte[] canonical(HttpExchange request, List<String> signed, byte[] body) {
        List<String> lines = new ArrayList<>();
        lines.add(request.getRequestMethod());
        lines.add(request.getRequestURI().getRawPath());
        lines.add("");
        for (String name : signed) {
            List<String> values = request.getRequestHeaders().getOrDefault(headerName(name), List.of());
            lines.add(name + ":" + String.join(",", values).strip());
        }
        lines.add("");
        lines.add(String.join(";", signed));
        lines.add(hex(sha256(body)));
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    /** As the JDK's server keeps them: the first letter large, the others small. */
    private static String headerName(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    @Override
    public Object answer(Taken email) {
        return Map.of("MessageId", email.id());
    }

    @Override
    public Refused fault(Fault fault) {
        return switch (fault) {
            case TOO_MANY -> error(429, "TooManyRequestsException", "scripted");
            case BAD_ADDRESS -> error(400, "BadRequestException", "Missing final '@domain'");
            case BAD_SENDER -> error(400, "MessageRejected", "Email address is not verified.");
            default -> error(500, "InternalFailure", "scripted");
        };
    }

    private static Refused error(int status, String type, String message) {
        return new Refused(status, type, Map.of("message", message));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
