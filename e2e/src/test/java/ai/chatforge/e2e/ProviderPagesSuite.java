package ai.chatforge.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import ai.chatforge.testkit.issuer.Fault;
import ai.chatforge.testkit.issuer.Person;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Signing in at somebody else's, and accounts that are linked with that. */
abstract class ProviderPagesSuite extends BrowserSuite {
    private static final String CONTINUE = "Continue with " + Site.PROVIDER;
    private static final String LINK = "Link " + Site.PROVIDER;
    private static final String UNLINK = "Unlink " + Site.PROVIDER;

    private Visitor visitor;
    private Person ada;

    ProviderPagesSuite(Site site) {
        super(site);
    }

    @BeforeEach
    void somebodyComesToTheProvider() {
        visitor = visit();
        String subject = UUID.randomUUID().toString();
        ada = new Person(subject, "ada-" + subject + "@example.com", true, "Ada Lovelace");
        site.issuer().signedIn(ada);
    }

    @AfterEach
    void theProviderIsMended() {
        site.issuer().does(Fault.NONE);
    }

    @Test
    void whoComesFromTheProviderHasAnAccountWithoutPasswordAndDeletesItByMail() {
        visitor.go("/sign-in");
        Look.at(visitor, "provider-1-sign-in");
        visitor.enter(visitor.link(CONTINUE));
        assertThat(visitor.heading("Make your first bot")).isVisible();
        visitor.go("/account");
        Locator ways = visitor.section("Ways to sign in");
        assertThat(ways).containsText("None");
        assertThat(ways).containsText(ada.email());
        assertThat(ways).containsText("Your only way to sign in.");
        assertThat(visitor.button(UNLINK)).hasCount(0);
        visitor.enter(visitor.button("Choose a password"));
        visitor.sees("A link to choose a new one is on its way to " + ada.email());
        site.mailbox().link(ada.email(), "/reset-password");
        Look.at(visitor, "provider-2-only-way-in");

        visitor.press("Delete account");
        Locator dialog = visitor.page().getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Type “delete” to confirm").fill("delete");
        assertThat(dialog.getByText("You get an e-mail first")).isVisible();
        Look.at(visitor, "provider-3-deletion");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete account"))
                .click();
        visitor.sees("We have sent you an e-mail.");
        visitor.screenshot("provider-4-mail-sent");
        visitor.go(site.mailbox().link(ada.email(), "/delete-account"));
        Look.at(visitor, "provider-5-delete-account");
        visitor.enter(visitor.button("Delete account"));
        assertThat(visitor.heading("Your account is deleted")).isVisible();
        Look.at(visitor, "provider-6-deleted");
        visitor.expects(400);
        visitor.page().reload();
        visitor.press("Delete account");
        assertThat(visitor.heading("This link is used up")).isVisible();
        visitor.go("/bots");
        assertThat(visitor.heading("Welcome back")).isVisible();
    }

    @Test
    void anAccountIsLinkedUsedAndUnlinked() {
        String email = visitor.signUp();
        visitor.go("/account");
        Locator ways = visitor.section("Ways to sign in");
        visitor.enter(visitor.button(LINK));
        assertThat(ways).containsText(ada.email());
        assertThat(visitor.button(LINK)).hasCount(0);
        Look.at(visitor, "provider-7-linked");

        Visitor elsewhere = visit();
        elsewhere.go("/sign-in");
        elsewhere.link(CONTINUE).click();
        assertThat(elsewhere.heading("Make your first bot")).isVisible();
        elsewhere.go("/account");
        assertThat(elsewhere.field("E-mail")).hasValue(email);

        visitor.enter(visitor.button(UNLINK));
        visitor.sees(Site.PROVIDER + " unlinked");
        assertThat(visitor.button(LINK)).isVisible();
    }

    @Test
    void whoStopsAtTheProviderIsToldSo() {
        site.issuer().does(Fault.DENIED);
        visitor.go("/sign-in");
        visitor.link(CONTINUE).click();
        visitor.sees("Sign-in cancelled");
        Look.at(visitor, "provider-8-cancelled");
        site.issuer().does(Fault.SERVER_ERROR);
        visitor.link(CONTINUE).click();
        visitor.sees("The provider does not answer");
        site.issuer().does(Fault.FORGED);
        visitor.link(CONTINUE).click();
        visitor.sees("The provider’s answer could not be trusted");

        visitor.signUp();
        visitor.go("/account");
        site.issuer().does(Fault.DENIED);
        visitor.press(LINK);
        Locator why = visitor.section("Ways to sign in").getByRole(AriaRole.ALERT);
        assertThat(why).containsText("cancelled");
        assertThat(why).isInViewport();
        Look.at(visitor, "provider-9-link-cancelled");
        site.issuer().does(Fault.SERVER_ERROR);
        visitor.press(LINK);
        visitor.sees("The provider does not answer");
    }

    @Test
    void aSecondFactorIsAskedForAfterTheProvider() {
        String email = visitor.signUp();
        Client program = visitor.program(email);
        JsonNode begun = program.send("POST", "/api/auth/totp", null).ok().json();
        String code = new Authenticator(begun.path("secret").asString()).code();
        String recovery = program.post("/api/auth/totp/confirm", Map.of("code", code))
                .ok()
                .json()
                .path("recoveryCodes")
                .path(0)
                .asString();
        visitor.go("/account");
        visitor.press(LINK);
        assertThat(visitor.button(UNLINK)).isVisible();

        Visitor elsewhere = visit();
        elsewhere.go("/sign-in?next=%2Faccount");
        elsewhere.link(CONTINUE).click();
        assertThat(elsewhere.heading("One more step")).isVisible();
        assertThat(elsewhere.field("Code")).isFocused();
        Look.at(elsewhere, "provider-10-code");
        elsewhere.type(elsewhere.field("Code"), "000000");
        elsewhere.page().keyboard().press("Enter");
        elsewhere.sees("That code is not right, or was used already.");
        elsewhere.field("Code").fill(recovery);
        elsewhere.enter(elsewhere.button("Sign in"));
        assertThat(elsewhere.field("E-mail")).hasValue(email);
        assertThat(elsewhere.page()).hasURL(Pattern.compile("/account$"));
    }
}
