package ai.chatforge.testkit.issuer;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A key pair that signs tokens. By the JDK alone: a fault of the library that checks them must not hide itself. */
record SigningKey(String id, String algorithm, KeyPair pair) {
    private static final int COORDINATE = 32;

    static SigningKey elliptic() {
        return new SigningKey("ec-" + UUID.randomUUID(), "ES256", generate("EC"));
    }

    static SigningKey rsa() {
        return new SigningKey("rsa-" + UUID.randomUUID(), "RS256", generate("RSA"));
    }

    private static KeyPair generate(String type) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
            if (type.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] sign(String text) {
        try {
            Signature signature =
                    Signature.getInstance(algorithm.equals("ES256") ? "SHA256withECDSAinP1363Format" : "SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Map<String, String> published() {
        Map<String, String> jwk = new LinkedHashMap<>();
        jwk.put("kid", id);
        jwk.put("use", "sig");
        jwk.put("alg", algorithm);
        switch (pair.getPublic()) {
            case ECPublicKey key -> {
                jwk.put("kty", "EC");
                jwk.put("crv", "P-256");
                jwk.put("x", base64(fixed(key.getW().getAffineX())));
                jwk.put("y", base64(fixed(key.getW().getAffineY())));
            }
            case RSAPublicKey key -> {
                jwk.put("kty", "RSA");
                jwk.put("n", base64(unsigned(key.getModulus())));
                jwk.put("e", base64(unsigned(key.getPublicExponent())));
            }
            default -> throw new IllegalStateException("No key of these kinds");
        }
        return jwk;
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static byte[] fixed(BigInteger number) {
        byte[] bytes = unsigned(number);
        byte[] fixed = new byte[COORDINATE];
        System.arraycopy(bytes, 0, fixed, COORDINATE - bytes.length, bytes.length);
        return fixed;
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
