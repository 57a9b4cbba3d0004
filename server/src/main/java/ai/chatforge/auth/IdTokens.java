package ai.chatforge.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks ID tokens of one issuer for one client (OpenID Connect Core, section 3.1.3.7). */
final class IdTokens {
    private static final Duration SKEW = Duration.ofSeconds(60);

    /** Asymmetric ones only: "none" is no signature, and a symmetric one could be made with a public key as its secret. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final Set<String> issuers;
    private final String clientId;
    private final IssuerDocuments documents;
    private final Clock clock;

    IdTokens(Set<String> issuers, String clientId, IssuerDocuments documents, Clock clock) {
        this.issuers = issuers;
        this.clientId = clientId;
        this.documents = documents;
        this.clock = clock;
    }

    /** Why a token is refused, without the token. */
    static final class RefusedException extends Exception {
        RefusedException(String message) {
            super(message);
        }
    }

    /** @param nonce null when the token was not asked for here */
    JWTClaimsSet verified(String token, @Nullable String nonce) throws RefusedException {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            checkSignature(jwt);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            checkParties(claims);
            checkTimes(claims);
            require(nonce == null || nonce.equals(claims.getStringClaim("nonce")), "the nonce is another one");
            return claims;
        } catch (ParseException | IllegalArgumentException e) {
            throw new RefusedException("it is no signed token");
        } catch (JOSEException e) {
            throw new RefusedException("its signature cannot be checked");
        }
    }

    private void checkSignature(SignedJWT jwt) throws RefusedException, JOSEException {
        JWSHeader header = jwt.getHeader();
        require(ALGORITHMS.contains(header.getAlgorithm()), "its algorithm is not accepted");
        JOSEObjectType type = header.getType();
        require(type == null || type.equals(JOSEObjectType.JWT), "it is a token of another kind");
        for (JWK key : documents.keysOf(header)) {
            if (key instanceof AsymmetricJWK pair
                    && jwt.verify(new DefaultJWSVerifierFactory().createJWSVerifier(header, pair.toPublicKey()))) {
                return;
            }
        }
        throw new RefusedException("none of the issuer's keys made its signature");
    }

    private void checkParties(JWTClaimsSet claims) throws RefusedException, ParseException {
        require(claims.getIssuer() != null && issuers.contains(claims.getIssuer()), "the issuer is another one");
        List<String> audience = claims.getAudience();
        require(audience.contains(clientId), "it was made for another client");
        String party = claims.getStringClaim("azp");
        require(party == null ? audience.size() == 1 : party.equals(clientId), "it was handed to another client");
    }

    private void checkTimes(JWTClaimsSet claims) throws RefusedException {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        Date issued = claims.getIssueTime();
        Date begins = claims.getNotBeforeTime();
        require(expires != null && now.isBefore(expires.toInstant().plus(SKEW)), "it has expired");
        require(issued != null && !issued.toInstant().isAfter(now.plus(SKEW)), "it comes from the future");
        require(begins == null || !begins.toInstant().isAfter(now.plus(SKEW)), "it is not valid yet");
    }

    private static void require(boolean condition, String otherwise) throws RefusedException {
        if (!condition) {
            throw new RefusedException(otherwise);
        }
    }
}
