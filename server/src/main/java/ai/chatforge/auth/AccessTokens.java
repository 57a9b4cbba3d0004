package ai.chatforge.auth;

import ai.chatforge.platform.config.DataFolder;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Signs access tokens (ES256) with a key that is made at the first start and never leaves the data folder. */
@Component
class AccessTokens {
    private static final String ISSUER = "chatforge";

    private final ECKey key;
    private final AuthSettings settings;

    AccessTokens(DataFolder folder, AuthSettings settings) {
        this.settings = settings;
        try {
            this.key = ECKey.parse(folder.secret("jwt-signing.json", AccessTokens::newKey));
        } catch (ParseException e) {
            throw new IllegalStateException("The key file keys/jwt-signing.json in the data folder is damaged", e);
        }
    }

    private static String newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate()
                    .toJSONString();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String issue(Account account, UUID session, Instant now) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject(account.id().toString())
                .claim("sid", session.toString())
                .claim("role", account.role().name().toLowerCase(Locale.ROOT))
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(settings.accessTokenLife())))
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
        try {
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String publicKeys() {
        return new JWKSet(key.toPublicJWK()).toString();
    }
}
