package ai.chatforge.auth;

import ai.chatforge.platform.crypto.OpaqueToken;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import ai.chatforge.platform.security.BrowserCookies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Browsers in which somebody has signed in before. They have attempts of their own, so nobody shuts an owner out by
 * trying passwords at the owner's address. Whatever ends all sessions of an account ({@link SessionRepository#endAll})
 * forgets its browsers.
 */
@Component
class KnownDevices {
    private static final String COOKIE = "chatforge_device";
    private static final String PATH = "/api/auth";
    private static final Duration LIFE = Duration.ofDays(365);
    private static final int MOST = 20;

    private final Database db;
    private final BrowserCookies cookies;
    private final Clock clock;

    KnownDevices(@Qualifier("auth") Database db, BrowserCookies cookies, Clock clock) {
        this.db = db;
        this.cookies = cookies;
        this.clock = clock;
    }

    /** What stands for the browser, when that account was signed in to with it. */
    Optional<String> find(String email, HttpServletRequest request) {
        return BrowserCookies.read(request, COOKIE)
                .map(OpaqueToken::sha256)
                .filter(token -> db.call(() -> db.sql()
                        .sql("""
                        select exists (
                          select from auth.known_device d join auth.account a on a.id = d.account_id
                          where d.token = :token and d.expires_at > :now and a.email_key = :email)
                        """)
                        .param("token", HexFormat.of().parseHex(token))
                        .param("now", Timestamps.of(clock.instant()))
                        .param("email", AccountRepository.key(email))
                        .query((rs, n) -> rs.getBoolean(1))
                        .single()));
    }

    void remember(UUID account, HttpServletRequest request, HttpServletResponse response) {
        Optional<String> given = BrowserCookies.read(request, COOKIE);
        String token = given.filter(known -> extend(known, account)).orElseGet(() -> add(account));
        cookies.set(request, response, COOKIE, token, PATH, LIFE);
    }

    void forgetExpired() {
        db.run(() -> db.sql()
                .sql("delete from auth.known_device where expires_at <= :now")
                .param("now", Timestamps.of(clock.instant()))
                .update());
    }

    private boolean extend(String token, UUID account) {
        return db.call(() -> db.sql()
                        .sql("""
                                update auth.known_device set expires_at = :expires
                                where token = :token and account_id = :account
                                """)
                        .param("expires", Timestamps.of(clock.instant().plus(LIFE)))
                        .param("token", HexFormat.of().parseHex(OpaqueToken.sha256(token)))
                        .param("account", account)
                        .update())
                == 1;
    }

    private String add(UUID account) {
        String token = OpaqueToken.next();
        db.run(() -> {
            db.sql()
                    .sql(
                            "insert into auth.known_device (token, account_id, expires_at) values (:token, :account, :expires)")
                    .param("token", HexFormat.of().parseHex(OpaqueToken.sha256(token)))
                    .param("account", account)
                    .param("expires", Timestamps.of(clock.instant().plus(LIFE)))
                    .update();
            db.sql().sql("""
                            delete from auth.known_device where account_id = :account and token not in (
                              select token from auth.known_device where account_id = :account
                              order by expires_at desc limit :most)
                            """).param("account", account).param("most", MOST).update();
        });
        return token;
    }
}
