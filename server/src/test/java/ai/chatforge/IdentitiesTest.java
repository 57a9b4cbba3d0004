package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.platform.crypto.OpaqueToken;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.testkit.issuer.Fault;
import ai.chatforge.testkit.issuer.Person;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Which account a person at a provider comes to, and what an account without a password can do. */
class IdentitiesTest {
    private static final RunningServer SERVER = RunningServer.shared();
    private static final Database AUTH = SERVER.context().getBean("auth", Database.class);
    private static final String PASSWORD = "a good long password";

    private final CookieBrowser browser = new CookieBrowser();
    private Person ada;

    @BeforeEach
    void comeToTheProviders() {
        ada = OAuthTest.somebody(true);
        OAuthTest.enter(ada);
    }

    @AfterEach
    void mendTheProviders() {
        Issuers.GOOGLE.does(Fault.NONE);
    }

    private String signUp(boolean verified) {
        JsonNode account = SERVER.send(
                        "POST", "/api/auth/signup", null, Map.of("email", ada.email(), "password", PASSWORD))
                .json();
        if (verified) {
            sql("update auth.account set email_verified_at = now() where email = ?", ada.email());
        }
        return account.path("accessToken").asString();
    }

    private static void sql(String statement, Object... parameters) {
        AUTH.run(() -> AUTH.sql().sql(statement).params(parameters).update());
    }

    private RunningServer.Answer signIn(String password) {
        return SERVER.send("POST", "/api/auth/signin", null, Map.of("email", ada.email(), "password", password));
    }

    private static String withoutIds(String body) {
        return body.replaceAll("\"requestId\":\"[^\"]*\"", "");
    }

    /** Both sides have to have verified the address. */
    @ParameterizedTest
    @CsvSource({
        "true, true, /bots, 1",
        "false, true, /sign-in?error=linking_needed, 0",
        "true, false, /sign-in?error=address_not_verified, 0",
        "false, false, /sign-in?error=address_not_verified, 0"
    })
    void anAccountWithTheSameAddressIsLinkedOrNot(boolean here, boolean there, String end, long linked) {
        signUp(here);
        OAuthTest.enter(new Person(ada.subject(), ada.email().toUpperCase(java.util.Locale.ROOT), there, ada.name()));
        assertThat(browser.signInAt("company")).isEqualTo(end);
        assertThat(browser.isSignedIn()).isEqualTo(linked == 1);
        assertThat(AUTH.call(() -> AUTH.sql()
                        .sql("select count(*) from auth.identity where subject = ?")
                        .param(ada.subject())
                        .query(Long.class)
                        .single()))
                .isEqualTo(linked);
        assertThat(signIn(PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void whoConfirmsTheAddressComesInAfterwards() {
        signUp(false);
        assertThat(browser.signInAt("company")).isEqualTo("/sign-in?error=linking_needed");
        sql("update auth.account set email_verified_at = now() where email = ?", ada.email());
        assertThat(browser.signInAt("company")).isEqualTo("/bots");
    }

    @Test
    void aSuspendedAccountStaysOut() {
        browser.signInAt("company");
        sql("update auth.account set status = 'suspended' where email = ?", ada.email());
        for (String provider : List.of("company", "google")) {
            CookieBrowser again = new CookieBrowser();
            assertThat(again.signInAt(provider)).isEqualTo("/sign-in?error=account_suspended");
            assertThat(again.isSignedIn()).isFalse();
        }
        assertThat(google(Map.of("credential", Issuers.GOOGLE.idToken(null)))
                        .json()
                        .path("code")
                        .asString())
                .isEqualTo("account_suspended");
    }

    @Test
    void anAccountWithoutPasswordShowsNothingToOthersAndCanGetOne() {
        browser.signInAt("company");
        RunningServer.Answer none =
                SERVER.send("POST", "/api/auth/signin", null, Map.of("email", "no-" + ada.email(), "password", "x"));
        for (String password : List.of("", "x", "null", PASSWORD)) {
            RunningServer.Answer answer = signIn(password);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(withoutIds(answer.body())).isEqualTo(withoutIds(none.body()));
        }
        assertThat(browser.get("/api/auth/identities").json().path("password").asBoolean())
                .isFalse();
        String token = "token-of-" + UUID.randomUUID();
        sql(
                "insert into auth.email_token (account_id, purpose, hash, expires_at)"
                        + " values (?, 'password_reset', ?, now() + interval '1 hour')",
                UUID.fromString(browser.userId()),
                HexFormat.of().parseHex(OpaqueToken.sha256(token)));
        assertThat(SERVER.send("POST", "/api/auth/reset-password", null, Map.of("token", token, "password", PASSWORD))
                        .status())
                .isEqualTo(204);
        assertThat(signIn(PASSWORD).status()).isEqualTo(200);
    }

    private String link(CookieBrowser visitor, String provider) {
        return CookieBrowser.throughProvider(
                visitor.send("POST", "/api/auth/oauth/" + provider + "/start", Map.of("link", true))
                        .json()
                        .path("authorizationUrl")
                        .asString());
    }

    private static JsonNode identities(CookieBrowser visitor) {
        return visitor.get("/api/auth/identities").json().path("items");
    }

    private static CookieBrowser withPassword(String email) {
        CookieBrowser visitor = new CookieBrowser();
        visitor.get("/api/auth/providers");
        RunningServer.Answer answer = visitor.send(
                "POST", "/api/auth/signup", Map.of("email", email, "password", PASSWORD, "transport", "cookie"));
        assertThat(answer.status()).isEqualTo(201);
        return visitor;
    }

    @Test
    void whoIsSignedInLinksAndUnlinks() {
        CookieBrowser bob = withPassword("bob-" + ada.email());
        assertThat(bob.get(link(bob, "google")).header("location")).isEqualTo("/account");
        assertThat(bob.get(link(bob, "github")).header("location")).isEqualTo("/account");
        assertThat(identities(bob).valueStream().map(each -> each.path("provider")
                        .asString()))
                .containsExactly("google", "github");
        assertThat(identities(bob).path(0).path("email").asString()).isEqualTo(ada.email());
        assertThat(browser.signInAt("google")).isEqualTo("/bots");
        assertThat(browser.userId()).isEqualTo(bob.userId());

        String google = identities(bob).path(0).path("id").asString();
        assertThat(browser.send("DELETE", "/api/auth/identities/" + google, null)
                        .status())
                .isEqualTo(204);
        assertThat(browser.send("DELETE", "/api/auth/identities/" + google, null)
                        .status())
                .isEqualTo(404);
        assertThat(new CookieBrowser().signInAt("google"))
                .as("now it is somebody new")
                .isEqualTo("/bots");
        assertThat(identities(bob).size()).isEqualTo(1);
    }

    @Test
    void theLastWayInStays() {
        browser.signInAt("google");
        String only = identities(browser).path(0).path("id").asString();
        RunningServer.Answer refused = browser.send("DELETE", "/api/auth/identities/" + only, null);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("only way to sign in");
        sql(
                "insert into auth.identity (id, account_id, provider, issuer, subject, created_at, last_used_at)"
                        + " values (?, ?, 'past', 'https://past.example', ?, now(), now())",
                UUID.randomUUID(),
                UUID.fromString(browser.userId()),
                ada.subject());
        assertThat(browser.send("DELETE", "/api/auth/identities/" + only, null).status())
                .as("a provider that is gone is no way in")
                .isEqualTo(409);
        browser.get(link(browser, "company"));
        assertThat(browser.send("DELETE", "/api/auth/identities/" + only, null).status())
                .isEqualTo(204);
    }

    @Test
    void nobodyUnlinksOrTakesWhatIsAnothers() {
        browser.signInAt("google");
        String own = identities(browser).path(0).path("id").asString();
        CookieBrowser bob = withPassword("bob-" + ada.email());
        assertThat(withoutIds(bob.send("DELETE", "/api/auth/identities/" + own, null)
                                .body())
                        .replace(own, ""))
                .isEqualTo(withoutIds(bob.send("DELETE", "/api/auth/identities/" + UUID.randomUUID(), null)
                                .body())
                        .replaceAll("[0-9a-f-]{36}", ""));
        assertThat(bob.get(link(bob, "google")).header("location")).isEqualTo("/account?error=identity_taken");
        assertThat(identities(browser).size()).isEqualTo(1);
        assertThat(identities(bob).size()).isZero();
    }

    @Test
    void whoBeganToLinkHasToBeSignedInStill() {
        CookieBrowser bob = withPassword("bob-" + ada.email());
        String back = link(bob, "google");
        bob.forget("chatforge_session");
        assertThat(bob.get(back).header("location")).isEqualTo("/sign-in?error=sign_in_expired");
        CookieBrowser carl = withPassword("carl-" + ada.email());
        String other = link(carl, "google");
        carl.forget("chatforge_session");
        carl.take(
                "chatforge_session",
                String.valueOf(withPassword("dora-" + ada.email()).cookie("chatforge_session")));
        assertThat(carl.get(other).header("location")).isEqualTo("/account?error=sign_in_expired");
        assertThat(identities(carl).size()).isZero();
        assertThat(SERVER.send("POST", "/api/auth/oauth/google/start", null, Map.of("link", true))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aForeignPageCannotBeginToLink() {
        CookieBrowser bob = withPassword("bob-" + ada.email());
        bob.forget("XSRF-TOKEN");
        assertThat(bob.send("POST", "/api/auth/oauth/google/start", Map.of("link", true))
                        .status())
                .isEqualTo(403);
        assertThat(bob.get(bob.toProvider("google", "?link=true")).header("location"))
                .isEqualTo("/bots");
        assertThat(bob.userId()).as("that was a sign-in of its own").isNotEmpty();
        assertThat(bob.get("/api/auth/me").json().path("email").asString()).isEqualTo(ada.email());
    }

    /** @return the recovery codes */
    private static List<String> secondFactor(CookieBrowser visitor) {
        String secret = visitor.send("POST", "/api/auth/totp", null)
                .json()
                .path("secret")
                .asString();
        JsonNode codes = visitor.send("POST", "/api/auth/totp/confirm", Map.of("code", AuthenticatorApp.code(secret)))
                .json()
                .path("recoveryCodes");
        assertThat(codes.size()).isEqualTo(10);
        return codes.valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void aSecondFactorIsAskedForHereToo() {
        browser.signInAt("company");
        List<String> recovery = secondFactor(browser);
        CookieBrowser again = new CookieBrowser();
        assertThat(again.get(again.toProvider("company", "?next=%2Fbots%2F1")).header("location"))
                .isEqualTo("/sign-in?step=code&next=%2Fbots%2F1");
        assertThat(again.isSignedIn()).isFalse();
        assertThat(complete(again, "000000-no").json().path("code").asString()).isEqualTo("invalid_code");
        assertThat(complete(new CookieBrowser(), recovery.get(1))
                        .json()
                        .path("code")
                        .asString())
                .as("another browser")
                .isEqualTo("sign_in_expired");
        assertThat(again.isSignedIn()).isFalse();
        String cookie = String.valueOf(again.cookie("chatforge_oauth"));
        assertThat(complete(again, recovery.getFirst()).status()).isEqualTo(200);
        assertThat(again.userId()).isEqualTo(browser.userId());
        again.take("chatforge_oauth", cookie);
        assertThat(complete(again, recovery.get(2)).json().path("code").asString())
                .as("it works once")
                .isEqualTo("sign_in_expired");
    }

    @Test
    void aProviderIsNotLinkedBeforeTheCodeCame() {
        CookieBrowser owner = withPassword(ada.email());
        sql("update auth.account set email_verified_at = now() where email = ?", ada.email());
        List<String> recovery = secondFactor(owner);
        assertThat(browser.signInAt("google")).startsWith("/sign-in?step=code");
        assertThat(identities(owner).size()).isZero();
        sql("update auth.oauth_sign_in set expires_at = now() - interval '1 second' where subject = ?", ada.subject());
        assertThat(complete(browser, recovery.getFirst()).json().path("code").asString())
                .isEqualTo("sign_in_expired");
        assertThat(browser.signInAt("google")).startsWith("/sign-in?step=code");
        assertThat(complete(browser, recovery.getFirst()).status()).isEqualTo(200);
        assertThat(identities(owner).size()).isEqualTo(1);
    }

    private static RunningServer.Answer complete(CookieBrowser visitor, String code) {
        return visitor.send("POST", "/api/auth/oauth/complete", Map.of("code", code));
    }

    @Test
    void theSecondFactorOfAnAccountWithoutPasswordIsRemovedByItsCode() {
        browser.signInAt("company");
        List<String> recovery = secondFactor(browser);
        assertThat(browser.send("DELETE", "/api/auth/totp", Map.of("code", "no code"))
                        .status())
                .isEqualTo(400);
        assertThat(browser.send("DELETE", "/api/auth/totp", Map.of("code", recovery.getFirst()))
                        .status())
                .isEqualTo(204);
        CookieBrowser bob = withPassword("bob-" + ada.email());
        List<String> others = secondFactor(bob);
        assertThat(bob.send("DELETE", "/api/auth/totp", Map.of("code", others.getFirst()))
                        .body())
                .as("one with a password needs it")
                .contains("password must be given");
    }

    private static RunningServer.Answer google(Object body) {
        return SERVER.send("POST", "/api/auth/oauth/google", null, body);
    }

    @Test
    void aTokenOfGooglesButtonSignsInOnce() {
        String token = Issuers.GOOGLE.idToken("of the page");
        RunningServer.Answer first = google(Map.of("credential", token));
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(SERVER.get("/api/auth/me", first.json().path("accessToken").asString())
                        .json()
                        .path("email")
                        .asString())
                .isEqualTo(ada.email());
        assertThat(google(Map.of("credential", token)).json().path("code").asString())
                .isEqualTo("identity_refused");
        assertThat(google(Map.of("idToken", Issuers.GOOGLE.idToken(null))).status())
                .isEqualTo(200);
        RunningServer.Answer cookies =
                google(Map.of("credential", Issuers.GOOGLE.idToken(null), "transport", "cookie"));
        assertThat(cookies.body()).doesNotContain("accessToken");
        assertThat(cookies.headers().get("set-cookie")).anyMatch(each -> each.startsWith("chatforge_session="));
    }

    @Test
    void aTokenOfGooglesButtonWaitsForTheCode() {
        browser.signInAt("google");
        List<String> recovery = secondFactor(browser);
        String token = Issuers.GOOGLE.idToken(null);
        assertThat(google(Map.of("credential", token)).json().path("code").asString())
                .isEqualTo("totp_required");
        assertThat(google(Map.of("credential", token, "code", "wrong"))
                        .json()
                        .path("code")
                        .asString())
                .isEqualTo("invalid_code");
        assertThat(google(Map.of("credential", token, "code", recovery.getFirst()))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WRONG_AUDIENCE",
                "FOREIGN_PARTY",
                "NO_PARTY",
                "WRONG_ISSUER",
                "EXPIRED",
                "NO_EXPIRY",
                "FROM_THE_FUTURE",
                "NO_SUBJECT",
                "UNSIGNED",
                "SYMMETRIC",
                "UNKNOWN_KEY",
                "FORGED"
            })
    void noOtherTokenIsTakenForOneOfGoogle(Fault fault) {
        Issuers.GOOGLE.does(fault);
        RunningServer.Answer answer = google(Map.of("credential", Issuers.GOOGLE.idToken(null)));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("code").asString()).isEqualTo("identity_refused");
        assertThat(google(Map.of("credential", Issuers.COMPANY.idToken(null))).status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"\"",
                "\" \"",
                "[]",
                "[\"a\"]",
                "{}",
                "0",
                "123456",
                "1e400",
                "true",
                "\"a\\u0000b\"",
                "\"\\ud800\"",
                "\"made-up\"",
                "\"a.b.c\"",
                "\"eyJhbGciOiJub25lIn0.e30.\"",
                "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\""
            })
    void nothingMadeUpPasses(String value) {
        browser.toProvider("company", "");
        List<RunningServer.Answer> answers = new ArrayList<>();
        answers.add(google("{\"credential\":" + value + "}"));
        answers.add(google("{\"credential\":\"a.b.c\",\"code\":" + value + "}"));
        answers.add(google("{\"credential\":\"a.b.c\",\"transport\":" + value + "}"));
        answers.add(google(value));
        answers.add(browser.send("POST", "/api/auth/oauth/complete", "{\"code\":" + value + "}"));
        answers.add(browser.send("POST", "/api/auth/oauth/complete", value));
        answers.add(browser.send("POST", "/api/auth/oauth/company/start", "{\"link\":" + value + "}"));
        answers.add(browser.send("POST", "/api/auth/oauth/company/start", "{\"next\":" + value + "}"));
        answers.add(browser.send("POST", "/api/auth/oauth/company/start", value));
        browser.take("chatforge_oauth", "made-up");
        answers.add(browser.send("POST", "/api/auth/oauth/complete", "{\"code\":\"123456\"}"));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.body()).isBetween(200, 499);
            assertThat(answer.body()).doesNotContain("accessToken");
            assertThat(answer.headers().getOrDefault("set-cookie", List.of()))
                    .noneMatch(each -> each.startsWith("chatforge_session="));
        });
        assertThat(browser.isSignedIn()).isFalse();
    }
}
