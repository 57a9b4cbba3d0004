package ai.chatforge.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A key for a program: made in the browser, used without one. */
abstract class KeyPagesSuite extends BrowserSuite {
    private static final Duration SECONDS = Duration.ofSeconds(10);

    KeyPagesSuite(Site site) {
        super(site);
    }

    @Test
    void aKeyIsShownOnceAnswersAndIsDeadOnceItIsRevoked() {
        Visitor owner = visit();
        Client program = owner.program(owner.signUp());
        String bot = program.makeBot("Opening hours");
        program.addText(bot, "Hours", "On Saturdays the shop opens at ten.").ok();
        owner.go("/bots/" + bot + "/settings/keys");
        owner.sees("No keys yet");
        Look.at(owner, "keys-1-none");
        assertOneScopeIsNeeded(owner);

        owner.type(owner.field("Name"), "Web shop");
        owner.enter(owner.button("Make the key"));
        assertThat(owner.heading("The key “Web shop” is made")).isFocused();
        String key = copied(owner, "The key");
        assertThat(owner.page().locator("pre").first()).hasText(key);
        assertThat(copied(owner, "To try it"))
                .contains("curl " + site.installation().address() + "/api/chat", "Bearer " + key);
        Look.at(owner, "keys-2-made");
        owner.enter(owner.button("I have kept it"));
        assertThat(owner.field("Name")).isFocused();
        assertThat(owner.page().content()).doesNotContain(key);
        assertThat(keys(owner)).containsText("Never used");

        program.awaitTrained(bot);
        Client shop = program.with(key);
        assertThat(ask(shop).ok().json().path("message").path("content").asString())
                .contains("opens at ten");
        owner.page().reload();
        assertThat(keys(owner)).containsText("Used ");
        assertThat(owner.page().content()).doesNotContain(key);
        Look.at(owner, "keys-3-used");

        owner.enter(owner.button("Revoke Web shop"));
        Look.at(owner, "keys-4-revoke");
        owner.enter(owner.button("Revoke"));
        owner.sees("Key revoked");
        await().atMost(SECONDS)
                .untilAsserted(() -> assertThat(ask(shop).status()).isEqualTo(401));
        owner.sees("No keys yet");
    }

    private static void assertOneScopeIsNeeded(Visitor owner) {
        owner.page().getByRole(AriaRole.CHECKBOX).first().uncheck();
        owner.field("Name").fill("Useless");
        owner.press("Make the key");
        owner.sees("Choose at least one.");
        owner.page().getByRole(AriaRole.CHECKBOX).first().check();
        owner.field("Name").fill("");
    }

    private static String copied(Visitor owner, String label) {
        owner.page().evaluate("navigator.clipboard.writeText('')");
        owner.enter(owner.button("Copy: " + label));
        assertThat(owner.page().getByText(label + ": copied")).hasCount(1);
        return (String) owner.page().evaluate("navigator.clipboard.readText()");
    }

    private static Locator keys(Visitor owner) {
        return owner.page().getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("API keys"));
    }

    private static Answer ask(Client shop) {
        return shop.post("/api/chat", Map.of("content", "When does the shop open on Saturdays?"));
    }
}
