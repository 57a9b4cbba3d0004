package ai.chatforge.auth;

import ai.chatforge.platform.crypto.OpaqueToken;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import java.sql.Types;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for auth.oauth_flow, auth.oauth_sign_in and auth.used_id_token. Of all secrets the SHA-256 only is kept. */
@Repository
class OAuthRepository {
    private final Database db;

    OAuthRepository(@Qualifier("auth") Database db) {
        this.db = db;
    }

    /** @param linkTo the account to link with; null for signing in */
    record Flow(String provider, String returnTo, @Nullable UUID linkTo) {}

    record SignIn(UUID account, ProvidedIdentity identity) {}

    void begin(FlowSecrets secrets, Flow flow, Instant expires) {
        db.sql()
                .sql("""
                        insert into auth.oauth_flow (state, browser, provider, return_to, account_id, expires_at)
                        values (:state, :browser, :provider, :return, :account, :expires)
                        """)
                .param("state", hash(secrets.state()))
                .param("browser", hash(secrets.cookie()))
                .param("provider", flow.provider())
                .param("return", flow.returnTo())
                .param("account", flow.linkTo(), Types.OTHER)
                .param("expires", Timestamps.of(expires))
                .update();
    }

    /** It is gone afterwards: of two that come back with the same state one goes on. */
    Optional<Flow> take(FlowSecrets secrets, String provider, Instant now) {
        return db.sql()
                .sql("""
                        delete from auth.oauth_flow
                        where state = :state and browser = :browser and provider = :provider and expires_at > :now
                        returning provider, return_to, account_id
                        """)
                .param("state", hash(secrets.state()))
                .param("browser", hash(secrets.cookie()))
                .param("provider", provider)
                .param("now", Timestamps.of(now))
                .query((rs, n) -> new Flow(
                        rs.getString("provider"), rs.getString("return_to"), rs.getObject("account_id", UUID.class)))
                .optional();
    }

    void await(String cookie, SignIn signIn, Instant expires) {
        ProvidedIdentity identity = signIn.identity();
        db.sql()
                .sql("""
                        insert into auth.oauth_sign_in
                          (browser, account_id, provider, issuer, subject, email, expires_at)
                        values (:browser, :account, :provider, :issuer, :subject, :email, :expires)
                        """)
                .param("browser", hash(cookie))
                .param("account", signIn.account())
                .param("provider", identity.provider())
                .param("issuer", identity.issuer())
                .param("subject", identity.subject())
                .param("email", identity.email(), Types.VARCHAR)
                .param("expires", Timestamps.of(expires))
                .update();
    }

    Optional<SignIn> awaited(String cookie, Instant now) {
        return db.sql()
                .sql("""
                        select account_id, provider, issuer, subject, email from auth.oauth_sign_in
                        where browser = :browser and expires_at > :now
                        """)
                .param("browser", hash(cookie))
                .param("now", Timestamps.of(now))
                .query((rs, n) -> new SignIn(
                        rs.getObject("account_id", UUID.class),
                        new ProvidedIdentity(
                                rs.getString("provider"),
                                rs.getString("issuer"),
                                rs.getString("subject"),
                                rs.getString("email"),
                                true,
                                null)))
                .optional();
    }

    /** @return whether it was still there */
    boolean end(String cookie) {
        return db.sql()
                        .sql("delete from auth.oauth_sign_in where browser = :browser")
                        .param("browser", hash(cookie))
                        .update()
                == 1;
    }

    /** @return false when the token was used before */
    boolean use(String idToken, Instant expires) {
        return db.sql()
                        .sql("""
                                insert into auth.used_id_token (hash, expires_at) values (:hash, :expires)
                                on conflict (hash) do nothing
                                """)
                        .param("hash", hash(idToken))
                        .param("expires", Timestamps.of(expires))
                        .update()
                == 1;
    }

    void forgetBefore(Instant now) {
        for (String table : new String[] {"oauth_flow", "oauth_sign_in", "used_id_token"}) {
            db.sql()
                    .sql("delete from auth." + table + " where expires_at < :now")
                    .param("now", Timestamps.of(now))
                    .update();
        }
    }

    private static byte[] hash(String text) {
        return HexFormat.of().parseHex(OpaqueToken.sha256(text));
    }
}
