package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.testkit.issuer.Fault;
import ai.chatforge.testkit.issuer.Person;
import ai.chatforge.testkit.issuer.ScriptedIssuer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The way to a provider and back: who comes in, and who does not. */
class OAuthTest {
    private static final RunningServer SERVER = RunningServer.shared();
    private static final Database AUTH = SERVER.context().getBean("auth", Database.class);

    private final CookieBrowser browser = new CookieBrowser();
    private Person ada;

    @BeforeEach
    void comeToTheProviders() {
        ada = somebody(true);
        enter(ada);
    }

    @AfterEach
    void mendTheProviders() {
        List.of(Issuers.GOOGLE, Issuers.GITHUB, Issuers.COMPANY).forEach(issuer -> issuer.does(Fault.NONE));
    }

    static Person somebody(boolean verified) {
        return new Person(
                Long.toString(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE)),
                "Ada-" + UUID.randomUUID() + "@example.com",
                verified,
                "Ada Lovelace");
    }

    static void enter(Person person) {
        List.of(Issuers.GOOGLE, Issuers.GITHUB, Issuers.COMPANY).forEach(issuer -> issuer.signedIn(person));
    }

    private long accounts() {
        return AUTH.call(() -> AUTH.sql()
                .sql("select count(*) from auth.account where email_key = lower(?)")
                .param(ada.email())
                .query(Long.class)
                .single());
    }

    private void assertNobodyCameIn(CookieBrowser visitor) {
        assertThat(visitor.isSignedIn()).isFalse();
        assertThat(visitor.received("chatforge_session")).isEmpty();
        assertThat(visitor.received("chatforge_refresh")).isEmpty();
        assertThat(accounts()).isZero();
    }

    @Test
    void theProvidersAreListedWithTheirNames() {
        JsonNode items = SERVER.get("/api/auth/providers", null).json().path("items");
        assertThat(items.valueStream()
                        .map(each -> each.path("name").asString() + " "
                                + each.path("label").asString()))
                .containsExactly("google Google", "github GitHub", "company Example Corp", "gone gone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"google", "github", "company"})
    void whoIsNewGetsAnAccountAndComesBackToIt(String provider) {
        assertThat(browser.signInAt(provider)).isEqualTo("/bots");
        JsonNode me = browser.get("/api/auth/me").json();
        assertThat(me.path("email").asString()).isEqualTo(ada.email());
        assertThat(me.path("name").asString()).isEqualTo("Ada Lovelace");
        assertThat(me.path("emailVerified").asBoolean()).isTrue();
        assertThat(me.path("role").asString()).isEqualTo("owner");

        enter(new Person(ada.subject(), "moved-" + ada.email(), false, "Ada King"));
        CookieBrowser other = new CookieBrowser();
        assertThat(other.signInAt(provider)).isEqualTo("/bots");
        assertThat(other.userId()).isEqualTo(me.path("id").asString());
    }

    @Test
    void theCookieIsForTheWayOnly() {
        browser.toProvider("company", "");
        assertThat(browser.received("chatforge_oauth"))
                .singleElement()
                .asString()
                .contains("HttpOnly", "SameSite=Lax", "Max-Age=600", "Path=/api/auth/oauth");
        browser.signInAt("company");
        assertThat(browser.cookie("chatforge_oauth")).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ?next=%2Fbots%2F1%2Fchat%3Fq%3D2%23end | /bots/1/chat?q=2#end
            ?next=%2F                             | /
            ?next=https%3A%2F%2Fevil.example      | /bots
            ?next=%2F%2Fevil.example              | /bots
            ?next=%2F%5Cevil.example              | /bots
            ?next=%2Fa%5C..%5C%5Cevil.example     | /bots
            ?next=%2F%09%2Fevil.example           | /bots
            ?next=%2Fa%0D%0ASet-Cookie%3Aa%3Db    | /bots
            ?next=evil.example                    | /bots
            ?next=javascript%3Aalert(1)           | /bots
            ?next=%2Fapi%2Fauth%2Fsignout         | /bots
            ?next=                                | /bots
            ?next=%00                             | /bots
            ?next=a&next=b                        | /bots
            """)
    void whoComesInGoesOnInThisSite(String query, String page) {
        assertThat(browser.get(browser.toProvider("company", query)).header("location"))
                .isEqualTo(page);
        assertThat(browser.isSignedIn()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "DENIED, sign_in_cancelled",
        "SERVER_ERROR, sign_in_provider_failed",
        "NO_CODE, identity_refused",
        "FOREIGN_SENDER, identity_refused",
        "NO_SENDER, identity_refused",
        "FOREIGN_CHALLENGE, identity_refused",
        "WRONG_NONCE, identity_refused",
        "NO_NONCE, identity_refused",
        "WRONG_AUDIENCE, identity_refused",
        "FOREIGN_PARTY, identity_refused",
        "NO_PARTY, identity_refused",
        "WRONG_ISSUER, identity_refused",
        "EXPIRED, identity_refused",
        "NO_EXPIRY, identity_refused",
        "FROM_THE_FUTURE, identity_refused",
        "NO_SUBJECT, identity_refused",
        "UNSIGNED, identity_refused",
        "SYMMETRIC, identity_refused",
        "UNKNOWN_KEY, identity_refused",
        "FORGED, identity_refused",
        "TOKEN_FAILS, sign_in_provider_failed",
        "TOKEN_GARBAGE, sign_in_provider_failed",
        "TOKEN_LIST, identity_refused",
        "NO_TOKEN, identity_refused",
        "TOKEN_SILENT, sign_in_provider_failed"
    })
    void nobodyComesInByAnAnswerThatIsWrong(Fault fault, String error) {
        Issuers.COMPANY.does(fault);
        assertThat(browser.signInAt("company")).isEqualTo("/sign-in?error=" + error);
        assertNobodyCameIn(browser);
    }

    @ParameterizedTest
    @CsvSource({
        "DENIED, sign_in_cancelled",
        "NO_CODE, identity_refused",
        "FOREIGN_SENDER, identity_refused",
        "FOREIGN_CHALLENGE, identity_refused",
        "TOKEN_FAILS, sign_in_provider_failed",
        "TOKEN_GARBAGE, sign_in_provider_failed",
        "TOKEN_LIST, identity_refused",
        "NO_TOKEN, identity_refused",
        "API_REFUSES, identity_refused"
    })
    void norByOneOfGitHub(Fault fault, String error) {
        Issuers.GITHUB.does(fault);
        assertThat(browser.signInAt("github")).isEqualTo("/sign-in?error=" + error);
        assertNobodyCameIn(browser);
    }

    @ParameterizedTest
    @ValueSource(strings = {"google", "github", "company"})
    void norWithAnAddressThatTheProviderHasNotVerified(String provider) {
        enter(new Person(ada.subject(), ada.email(), false, ada.name()));
        assertThat(browser.signInAt(provider)).isEqualTo("/sign-in?error=address_not_verified");
        assertNobodyCameIn(browser);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no address", "a@b@c", "", " ", "a\u0000b@example.com", "\ud800@example.com"})
    void norWithAnAddressThatIsNone(String address) {
        enter(new Person(ada.subject(), address, true, ada.name()));
        assertThat(browser.signInAt("company")).isEqualTo("/sign-in?error=address_not_verified");
        assertThat(browser.isSignedIn()).isFalse();
    }

    @Test
    void aNameThatIsNoneIsLeftOut() {
        enter(new Person(ada.subject(), ada.email(), true, "\u0000\ud800\u202e"));
        assertThat(browser.signInAt("company")).isEqualTo("/bots");
        assertThat(browser.get("/api/auth/me").json().path("name").asString()).startsWith("Ada-");
    }

    @Test
    void aProviderThatCannotBeReachedIsNamedSo() {
        assertThat(browser.get("/api/auth/oauth/gone").header("location"))
                .isEqualTo("/sign-in?error=sign_in_provider_failed");
        RunningServer.Answer started = browser.send("POST", "/api/auth/oauth/gone/start", "{}");
        assertThat(started.json().path("code").asString()).isEqualTo("sign_in_provider_failed");
        for (String path : List.of("/api/auth/oauth/nobody", "/api/auth/oauth/nobody/callback?state=a&code=b")) {
            assertThat(browser.get(path).status()).isEqualTo(404);
        }
    }

    @Test
    void aBrowserThatDidNotBeginDoesNotComeIn() {
        String back = browser.toProvider("company", "");
        CookieBrowser victim = new CookieBrowser();
        assertThat(victim.get(back).header("location")).isEqualTo("/sign-in?error=sign_in_expired");
        assertNobodyCameIn(victim);
        victim.toProvider("company", "");
        assertThat(victim.get(back).header("location")).isEqualTo("/sign-in?error=sign_in_expired");
        assertNobodyCameIn(victim);
        assertThat(browser.get(back).header("location"))
                .as("the one that began still does")
                .isEqualTo("/bots");
    }

    @Test
    void aCodeOfAnotherBrowserIsWorthNothing() {
        String stolen = new CookieBrowser().toProvider("company", "").replaceFirst(".*[?&]code=([^&]+).*", "$1");
        String back = browser.toProvider("company", "").replaceFirst("([?&]code=)[^&]+", "$1" + stolen);
        assertThat(browser.get(back).header("location")).isEqualTo("/sign-in?error=identity_refused");
        assertNobodyCameIn(browser);
    }

    @Test
    void theWayOfOneProviderDoesNotEndAtAnother() {
        String back = browser.toProvider("company", "").replace("/company/", "/google/");
        assertThat(browser.get(back).header("location")).isEqualTo("/sign-in?error=sign_in_expired");
        assertNobodyCameIn(browser);
    }

    @Test
    void aReturnWorksOnce() {
        String back = browser.toProvider("company", "");
        String cookie = String.valueOf(browser.cookie("chatforge_oauth"));
        assertThat(browser.get(back).header("location")).isEqualTo("/bots");
        CookieBrowser again = new CookieBrowser();
        again.take("chatforge_oauth", cookie);
        assertThat(again.get(back).header("location")).isEqualTo("/sign-in?error=sign_in_expired");
        assertThat(again.isSignedIn()).isFalse();
    }

    @Test
    void ofManyReturnsAtOnceOneComesIn() throws Exception {
        String back = browser.toProvider("company", "");
        String cookie = String.valueOf(browser.cookie("chatforge_oauth"));
        List<Callable<String>> returns = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            CookieBrowser tab = new CookieBrowser();
            tab.take("chatforge_oauth", cookie);
            returns.add(() -> tab.get(back).header("location"));
        }
        List<String> ends = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> end : threads.invokeAll(returns)) {
                ends.add(end.get());
            }
        }
        assertThat(ends).containsOnlyOnce("/bots").containsOnly("/bots", "/sign-in?error=sign_in_expired");
        assertThat(accounts()).isOne();
    }

    @Test
    void aPersonWhoComesTwiceAtOnceHasOneAccount() throws Exception {
        List<Callable<String>> ways = new ArrayList<>();
        for (String provider : List.of("company", "google", "github", "company", "google", "github")) {
            CookieBrowser tab = new CookieBrowser();
            String back = tab.toProvider(provider, "");
            ways.add(() -> tab.get(back).header("location"));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> end : threads.invokeAll(ways)) {
                assertThat(end.get()).isEqualTo("/bots");
            }
        }
        assertThat(accounts()).isOne();
    }

    @Test
    void aReturnThatComesTooLateDoesNotComeIn() {
        String back = browser.toProvider("company", "");
        AUTH.run(() -> AUTH.sql()
                .sql("update auth.oauth_flow set expires_at = now() - interval '1 second'")
                .update());
        assertThat(browser.get(back).header("location")).isEqualTo("/sign-in?error=sign_in_expired");
        assertNobodyCameIn(browser);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?",
                "?state=",
                "?state=&code=",
                "?state=a&code=b",
                "?state=%00&code=%00",
                "?state=%FF&code=%FF",
                "?state[]=a&code[]=b",
                "?state=a&state=b&code=c",
                "?error=access_denied",
                "?state=0&error=0&iss=0&code=0"
            })
    void aReturnThatIsMadeUpEndsAtTheSignIn(String query) {
        browser.toProvider("company", "");
        for (String path : List.of("company", "github", "google", "gone")) {
            RunningServer.Answer answer = browser.get("/api/auth/oauth/" + path + "/callback" + query);
            assertThat(answer.status()).as(answer.body()).isBetween(302, 499);
        }
        assertThat(browser.get("/api/auth/oauth/company/callback?state=" + "a".repeat(5000))
                        .header("location"))
                .isEqualTo("/sign-in?error=sign_in_expired");
        assertNobodyCameIn(browser);
    }

    @Test
    void nothingOfTheWayIsKeptInTheOpen() {
        String back = browser.toProvider("company", "");
        String state = back.replaceFirst(".*[?&]state=([^&]+).*", "$1");
        List<String> rows = AUTH.call(() -> AUTH.sql()
                .sql("select f::text from auth.oauth_flow f")
                .query(String.class)
                .list());
        assertThat(rows)
                .isNotEmpty()
                .noneMatch(
                        row -> row.contains(state) || row.contains(String.valueOf(browser.cookie("chatforge_oauth"))));
    }

    @Test
    void anIssuerIsNotAskedForItsKeysEachTime() {
        browser.signInAt("company");
        int before = keyRequests(Issuers.COMPANY);
        for (int i = 0; i < 3; i++) {
            assertThat(new CookieBrowser().signInAt("company")).isEqualTo("/bots");
        }
        assertThat(keyRequests(Issuers.COMPANY)).isEqualTo(before);
    }

    private static int keyRequests(ScriptedIssuer issuer) {
        return (int) issuer.requests().stream()
                .filter(request -> request.equals("GET /keys") || request.contains(".well-known"))
                .count();
    }
}
