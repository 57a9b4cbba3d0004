package ai.chatforge.email;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Checks messages of Amazon SNS (https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html). */
class SnsSignatures {
    private static final List<String> NOTIFICATION =
            List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
    private static final List<String> CONFIRMATION =
            List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");
    private static final Map<String, String> ALGORITHMS = Map.of("1", "SHA1withRSA", "2", "SHA256withRSA");
    private static final Pattern CERTIFICATE = Pattern.compile("/SimpleNotificationService-[0-9a-f]{8,64}\\.pem");
    private static final Duration SKEW = Duration.ofMinutes(5);
    /** SNS repeats for up to an hour, with the time of the first attempt. That it is a repeat shows from its id. */
    private static final Duration OLDEST = Duration.ofHours(1).plus(SKEW);

    private static final int KEPT = 16;

    private final Fetch fetch;
    private final Clock clock;
    private final Map<URI, X509Certificate> certificates = new ConcurrentHashMap<>();

    /** Gets a page of Amazon; empty if there is none at the address. */
    interface Fetch {
        Optional<byte[]> get(URI url) throws IOException;
    }

    SnsSignatures(Fetch fetch, Clock clock) {
        this.fetch = fetch;
        this.clock = clock;
    }

    static String text(JsonNode message, String field) {
        return message.path(field).asString("");
    }

    /** An address of SNS in the topic's own region; empty for all others. */
    static Optional<URI> ofTopic(String topic, String address) {
        String[] parts = topic.split(":", -1);
        if (parts.length != 6 || !parts[3].matches("[a-z0-9-]+")) {
            return Optional.empty();
        }
        String host = "sns." + parts[3] + (parts[1].equals("aws-cn") ? ".amazonaws.com.cn" : ".amazonaws.com");
        try {
            URI url = URI.create(address);
            boolean theirs = "https".equals(url.getScheme()) && host.equals(url.getRawAuthority());
            return theirs ? Optional.of(url) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Optional<byte[]> fetch(URI url) throws IOException {
        return fetch.get(url);
    }

    boolean isSigned(JsonNode message) throws IOException {
        String algorithm = ALGORITHMS.get(text(message, "SignatureVersion"));
        Optional<URI> url = ofTopic(text(message, "TopicArn"), text(message, "SigningCertURL"))
                .filter(each -> CERTIFICATE.matcher(each.getPath()).matches() && each.getRawQuery() == null);
        if (algorithm == null || url.isEmpty() || !isRecent(text(message, "Timestamp"))) {
            return false;
        }
        try {
            Optional<X509Certificate> certificate = certificate(url.get());
            if (certificate.isEmpty()) {
                return false;
            }
            certificate.get().checkValidity(Date.from(clock.instant()));
            Signature signature = Signature.getInstance(algorithm);
            signature.initVerify(certificate.get().getPublicKey());
            signature.update(signed(message).getBytes(StandardCharsets.UTF_8));
            return signature.verify(EmailWebhook.decode(text(message, "Signature")));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private boolean isRecent(String timestamp) {
        try {
            Duration age = Duration.between(Instant.parse(timestamp), clock.instant());
            return age.compareTo(OLDEST) <= 0 && age.compareTo(SKEW.negated()) >= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static String signed(JsonNode message) {
        List<String> fields = text(message, "Type").equals("Notification") ? NOTIFICATION : CONFIRMATION;
        StringBuilder signed = new StringBuilder();
        for (String field : fields) {
            if (message.path(field).isString()) {
                signed.append(field).append('\n').append(text(message, field)).append('\n');
            }
        }
        return signed.toString();
    }

    private Optional<X509Certificate> certificate(URI url) throws IOException, CertificateException {
        X509Certificate known = certificates.get(url);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<byte[]> fetched = fetch.get(url);
        if (fetched.isEmpty()) {
            return Optional.empty();
        }
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(fetched.get()));
        if (certificates.size() >= KEPT) {
            certificates.clear();
        }
        certificates.put(url, certificate);
        return Optional.of(certificate);
    }
}
