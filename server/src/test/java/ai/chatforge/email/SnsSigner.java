package ai.chatforge.email;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs as Amazon SNS does, with a certificate of its own. */
final class SnsSigner {
    static final String CERTIFICATE_URL =
            "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem";
    private final KeyPair keys;
    private final X509Certificate certificate;

    SnsSigner(Instant from, Instant until) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            this.keys = generator.generateKeyPair();
            X500Principal name = new X500Principal("CN=sns.amazonaws.com");
            this.certificate = new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    name, BigInteger.ONE, Date.from(from), Date.from(until), name, keys.getPublic())
                            .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] pem() {
        try {
            return ("-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                            + "\n-----END CERTIFICATE-----\n")
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A message that lacks its signature. */
    static Map<String, String> message(String type, String text, Instant time) {
        Map<String, String> message = new LinkedHashMap<>();
        message.put("Type", type);
        message.put("MessageId", UUID.randomUUID().toString());
        message.put("TopicArn", TestEmailSettings.TOPIC);
        message.put("Message", text);
        message.put("Timestamp", time.toString());
        message.put("SigningCertURL", CERTIFICATE_URL);
        if (!type.equals("Notification")) {
            message.put("Token", "a token");
            message.put("SubscribeURL", "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=a");
        }
        return message;
    }

    Map<String, String> sign(Map<String, String> message, String version) {
        List<String> fields = "Notification".equals(message.get("Type"))
                ? List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
                : List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");
        StringBuilder text = new StringBuilder();
        fields.stream().filter(message::containsKey).forEach(field -> text.append(field)
                .append('\n')
                .append(message.get(field))
                .append('\n'));
        try {
            Signature signature = Signature.getInstance(version.equals("1") ? "SHA1withRSA" : "SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(text.toString().getBytes(StandardCharsets.UTF_8));
            message.put("SignatureVersion", version);
            message.put("Signature", Base64.getEncoder().encodeToString(signature.sign()));
            return message;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
