package ai.chatforge.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.http.OutsideHttp;
import ai.chatforge.testkit.issuer.Fault;
import ai.chatforge.testkit.issuer.Person;
import ai.chatforge.testkit.issuer.ScriptedIssuer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What is kept of an issuer, and when it is asked again. */
class OidcProviderTest {
    private static final Person ADA = new Person("42", "ada@example.com", true, "Ada");
    private static final Duration SHORT_WHILE = Duration.ofSeconds(6);

    private final MovedClock clock = new MovedClock();
    private final OutsideHttp http = new OutsideHttp();
    private ScriptedIssuer issuer;
    private OidcProvider provider;

    @BeforeEach
    void open() throws IOException {
        issuer = ScriptedIssuer.start(clock);
        issuer.signedIn(ADA);
        provider = provider(issuer.address());
    }

    @AfterEach
    void close() throws IOException {
        issuer.close();
        http.close();
    }

    private OidcProvider provider(String address) {
        SignInProviderSettings settings = new SignInProviderSettings(
                address, ScriptedIssuer.CLIENT_ID, ScriptedIssuer.CLIENT_SECRET, null, null, List.of());
        return new OidcProvider(
                "company",
                settings,
                new ProviderHttp(http, JsonMapper.shared(), "Company", URI.create(address), Duration.ofSeconds(5)),
                clock);
    }

    private ErrorCode refusal() {
        return catchThrowableOfType(ApiException.class, () -> provider.handedIn(issuer.idToken(null)))
                .code();
    }

    private long asked(String request) {
        return issuer.requests().stream().filter(request::equals).count();
    }

    @Test
    void anIssuerIsAskedOnce() {
        for (int i = 0; i < 3; i++) {
            assertThat(provider.handedIn(issuer.idToken(null)).identity())
                    .isEqualTo(new ProvidedIdentity("company", issuer.address(), "42", "ada@example.com", true, "Ada"));
        }
        assertThat(asked("GET /keys")).isEqualTo(1);
        assertThat(asked("GET /.well-known/openid-configuration")).isEqualTo(1);
    }

    @Test
    void aNewKeyIsFetchedAndTheOldOneIsNoLongerGood() {
        String old = issuer.idToken(null);
        provider.handedIn(old);
        issuer.rotateKeys();
        clock.pass(SHORT_WHILE);
        assertThat(provider.handedIn(issuer.idToken(null)).identity().subject()).isEqualTo("42");
        assertThat(catchThrowableOfType(ApiException.class, () -> provider.handedIn(old))
                        .code())
                .isEqualTo(ErrorCode.IDENTITY_REFUSED);
    }

    @Test
    void madeUpKeysDoNotMakeItAskEachTime() {
        provider.handedIn(issuer.idToken(null));
        clock.pass(SHORT_WHILE);
        issuer.does(Fault.UNKNOWN_KEY);
        for (int i = 0; i < 5; i++) {
            assertThat(refusal()).isEqualTo(ErrorCode.IDENTITY_REFUSED);
        }
        assertThat(asked("GET /keys")).isEqualTo(2);
    }

    @Test
    void anIssuerThatIsDownIsSaidSoUnlessItIsKnownAlready() {
        String token = issuer.idToken(null);
        issuer.does(Fault.DOWN);
        assertThat(refusal()).isEqualTo(ErrorCode.SIGN_IN_PROVIDER_FAILED);
        issuer.does(Fault.NONE);
        provider.handedIn(token);
        issuer.does(Fault.DOWN);
        assertThat(provider.handedIn(token).identity().subject()).isEqualTo("42");
    }

    @Test
    void aTokenEndsWithAMinuteOfGrace() {
        String token = issuer.idToken(null);
        provider.handedIn(token);
        clock.pass(Duration.ofSeconds(600 + 30));
        provider.handedIn(token);
        clock.pass(Duration.ofSeconds(60));
        assertThat(catchThrowableOfType(ApiException.class, () -> provider.handedIn(token))
                        .code())
                .isEqualTo(ErrorCode.IDENTITY_REFUSED);
    }

    @Test
    void aDocumentOfAnotherIssuerIsNotBelieved() {
        provider = provider(issuer.address().replace("127.0.0.1", "localhost"));
        assertThat(refusal()).isEqualTo(ErrorCode.SIGN_IN_PROVIDER_FAILED);
    }

    @Test
    void anAddressInsideIsReachedOnTheConfiguredHostOnly() {
        issuer.does(Fault.KEYS_ELSEWHERE);
        assertThat(refusal()).isEqualTo(ErrorCode.SIGN_IN_PROVIDER_FAILED);
        assertThat(asked("GET /keys")).isZero();
    }

    @Test
    void theAddressHasAllThatTheWayBackNeeds() {
        FlowSecrets secrets = FlowSecrets.next();
        assertThat(provider.authorization(secrets, "https://chat.example.com/back")
                        .toString())
                .startsWith(issuer.address() + "/authorize?audience=test&response_type=code&client_id=chatforge-test")
                .contains(
                        "redirect_uri=https%3A%2F%2Fchat.example.com%2Fback",
                        "scope=openid+email+profile",
                        "state=" + secrets.state(),
                        "nonce=" + secrets.nonce(),
                        "code_challenge=" + secrets.challenge(),
                        "code_challenge_method=S256")
                .doesNotContain(secrets.verifier(), secrets.cookie());
    }
}
