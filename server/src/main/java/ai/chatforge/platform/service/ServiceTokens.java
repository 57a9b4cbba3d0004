package ai.chatforge.platform.service;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Short-lived tokens by which the processes of one installation know each other: HS256 with the cluster secret, one
 * audience each, valid for a minute.
 */
public final class ServiceTokens {
    private static final Duration LIFE = Duration.ofSeconds(60);
    private static final Duration RENEW_BEFORE = Duration.ofSeconds(25);
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    private final byte[] secret;
    private final String issuer;
    private final Set<ServiceName> hosted;
    private final Clock clock;
    private final Map<ServiceName, Issued> issued = new EnumMap<>(ServiceName.class);

    private record Issued(String token, Instant renewAt) {}

    public ServiceTokens(String clusterSecret, HostedServices services, Clock clock) {
        this.secret = clusterSecret.getBytes(StandardCharsets.UTF_8);
        this.issuer = services.label();
        this.hosted = services.hosted();
        this.clock = clock;
    }

    public synchronized String tokenFor(ServiceName audience) {
        Instant now = clock.instant();
        Issued last = issued.get(audience);
        if (last == null || now.isAfter(last.renewAt())) {
            last = new Issued(sign(audience, now), now.plus(LIFE).minus(RENEW_BEFORE));
            issued.put(audience, last);
        }
        return last.token();
    }

    private String sign(ServiceName audience, Instant now) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(audience.key())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            token.sign(new MACSigner(secret));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("The cluster secret cannot sign", e);
        }
    }

    /** Whether the token is ours, still valid, and meant for the named service, which this process hosts. */
    public boolean accepts(String token, ServiceName audience) {
        return hosted.contains(audience) && accepts(token, Set.of(audience));
    }

    /** Whether the token is ours, still valid, and meant for one of the services that this process hosts. */
    public boolean accepts(String token) {
        return accepts(token, hosted);
    }

    private boolean accepts(String token, Set<ServiceName> audiences) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            Date expires = claims.getExpirationTime();
            return jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256)
                    && jwt.verify(new MACVerifier(secret))
                    && audiences.stream()
                            .anyMatch(audience -> claims.getAudience().contains(audience.key()))
                    && expires != null
                    && clock.instant().isBefore(expires.toInstant().plus(CLOCK_SKEW));
        } catch (ParseException | JOSEException e) {
            return false;
        }
    }
}
