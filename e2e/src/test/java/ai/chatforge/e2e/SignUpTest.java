package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Sign-up as it is delivered: confirmed by e-mail first. */
class SignUpTest {
    private static final String STRANGERS = "a stranger's password";
    private static final Installation INSTALLATION =
            Installation.inOneProcess("sign-up", "--chatforge.auth.sign-up=confirmed");

    private final Client anybody = INSTALLATION.anonymous();
    private final String email = "user-" + UUID.randomUUID() + "@example.com";

    @AfterAll
    static void stop() {
        INSTALLATION.close();
    }

    private Answer signUp(String address, String password) {
        return anybody.post("/api/auth/signup", Map.of("email", address, "password", password));
    }

    private Answer signIn(String password) {
        return anybody.post("/api/auth/signin", Map.of("email", email, "password", password));
    }

    private Answer verify(String token) {
        return anybody.post("/api/auth/verify-email", Map.of("token", token));
    }

    private Client signedUp() {
        assertThat(signUp(email, Client.PASSWORD).status()).isEqualTo(202);
        verify(INSTALLATION.mailbox().token(email, "/verify-email")).ok();
        return anybody.with(signIn(Client.PASSWORD).ok().text("accessToken"));
    }

    @Test
    void theLinkLeadsToAnAccountThatCanDoEverything() {
        Answer answer = signUp(email, Client.PASSWORD);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text("state")).isEqualTo("confirmationSent");
        String wrong = signIn("a wrong password").text("detail");
        assertThat(signIn(Client.PASSWORD).text("detail")).isEqualTo(wrong).contains("not confirmed yet");

        String token = INSTALLATION.mailbox().token(email, "/verify-email");
        Answer verified = verify(token).ok();
        assertThat(verified.text("email")).isEqualTo(email);
        assertThat(verified.json().path("accountOpened").asBoolean()).isTrue();
        assertThat(verify(token).text("code")).isEqualTo("invalid_token");

        Client owner = anybody.with(signIn(Client.PASSWORD).ok().text("accessToken"));
        assertThat(owner.get("/api/auth/me").json().path("emailVerified").asBoolean())
                .isTrue();
        owner.makeBot("First");
        await().until(() -> owner.get("/api/users/me").status() == 200);
    }

    @Test
    void anAddressThatHasAnAccountIsAnsweredTheSameAndItsOwnerIsTold() {
        Client owner = signedUp();
        Answer again = signUp(email, STRANGERS);
        String other = "other-" + UUID.randomUUID() + "@example.com";
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(signUp(other, STRANGERS).body().replace(other, email));
        await().atMost(Mailbox.DELIVERY).until(() -> INSTALLATION.mailbox().texts(email).stream()
                .anyMatch(text -> text.contains("You have one already") && text.contains("/sign-in")));
        assertThat(signIn(STRANGERS).status()).isEqualTo(401);
        owner.get("/api/auth/me").ok();
    }

    @Test
    void aStrangersTryDoesNotStandInTheWay() {
        signUp(email, Client.PASSWORD);
        String mine = INSTALLATION.mailbox().token(email, "/verify-email");
        signUp(email, STRANGERS);
        await().atMost(Mailbox.DELIVERY)
                .until(() ->
                        !INSTALLATION.mailbox().token(email, "/verify-email").equals(mine));
        String theirs = INSTALLATION.mailbox().token(email, "/verify-email");
        verify(mine).ok();
        signIn(Client.PASSWORD).ok();
        assertThat(verify(theirs).text("code")).isEqualTo("invalid_token");
        assertThat(signIn(STRANGERS).status()).isEqualTo(401);
    }

    @Test
    void theLinkIsSentAgainWithoutASession() {
        signUp(email, Client.PASSWORD);
        String first = INSTALLATION.mailbox().token(email, "/verify-email");
        String answer = anybody.post("/api/auth/resend-verification", Map.of("email", email))
                .ok()
                .body();
        assertThat(anybody.post("/api/auth/resend-verification", Map.of("email", "nobody-" + email))
                        .ok()
                        .body())
                .isEqualTo(answer);
        await().atMost(Mailbox.DELIVERY)
                .until(() ->
                        !INSTALLATION.mailbox().token(email, "/verify-email").equals(first));
        assertThat(verify(first).text("code")).isEqualTo("invalid_token");
        verify(INSTALLATION.mailbox().token(email, "/verify-email")).ok();
        signIn(Client.PASSWORD).ok();
    }

    @Test
    void ofManyTriesOneBecomesTheAccount() {
        IntStream.range(0, 5).forEach(i -> signUp(email, Client.PASSWORD + i));
        await().atMost(Mailbox.DELIVERY)
                .until(() -> INSTALLATION.mailbox().texts(email).size() == 5);
        verify(INSTALLATION.mailbox().token(email, "/verify-email")).ok();
        List<Integer> statuses = IntStream.range(0, 5)
                .mapToObj(i -> signIn(Client.PASSWORD + i).status())
                .sorted()
                .toList();
        assertThat(statuses).containsExactly(200, 401, 401, 401, 401);
    }
}
