package ai.chatforge.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What somebody new comes through. */
abstract class FirstPagesSuite extends BrowserSuite {
    private static final double TRAINING = 180_000;

    FirstPagesSuite(Site site) {
        super(site);
    }

    @Test
    void fromSignUpToTheCitedPage() {
        Visitor visitor = visit();
        visitor.go("/");
        Page page = visitor.page();
        visitor.screenshot("1-welcome");
        visitor.signUp();
        visitor.screenshot("2-no-bots");
        visitor.press("New bot");
        page.getByLabel("Name").fill("Manuals");
        visitor.press("Create bot");
        page.locator("input[type=file]").setInputFiles(new Path[] {Documents.BZIP2, Documents.WRITER2LATEX});
        visitor.screenshot("3-reading");
        assertThat(page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Sources"))
                        .getByText("Ready"))
                .hasCount(2, new LocatorAssertions.HasCountOptions().setTimeout(TRAINING));
        visitor.screenshot("4-ready");

        visitor.link("Chat").first().click();
        page.getByPlaceholder("Ask about the sources")
                .fill("What delimits the compressed representation of each block?");
        visitor.press("Send");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("Citation 1.*page 9")))
                .first()
                .click();
        assertThat(page.getByText("48-bit pattern").last()).isVisible();
        visitor.screenshot("5-cited");
        visitor.link("Open as a page").click();
        assertThat(page.getByLabel("Text of the source")).containsText("48-bit pattern");
        visitor.screenshot("6-passage");
    }

    @Test
    void onAPhoneInTheDark() {
        Visitor visitor = visit(390, ColorScheme.DARK);
        Page page = visitor.page();
        visitor.signUp();
        visitor.press("New bot");
        page.getByLabel("Name").fill("A bot with a rather long name, as people give them");
        visitor.press("Create bot");
        page.locator("input[type=file]").setInputFiles(Documents.MPICH);
        assertThat(page.getByText("16 pages")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(TRAINING));
        visitor.screenshot("phone-1-sources");
        Object overflow = page.evaluate("document.documentElement.scrollWidth > window.innerWidth");
        assertThat(overflow).isEqualTo(false);
    }

    @Test
    void anAddressIsConfirmedAndALostPasswordReplaced() {
        Visitor visitor = visit();
        Page page = visitor.page();
        String email = visitor.signUp();
        assertThat(page.getByText("This machine sends no mail.")).isVisible();
        visitor.go(site.mailbox().link(email, "/verify-email"));
        visitor.press("Confirm");
        visitor.sees("Your address is confirmed");
        visitor.screenshot("mail-1-confirmed");

        visitor.go("/forgot-password");
        page.getByLabel("E-mail").fill(email);
        visitor.press("Send the link");
        visitor.sees("Look into your mail");
        visitor.screenshot("mail-2-link-sent");
        visitor.go(site.mailbox().link(email, "/reset-password"));
        page.getByLabel("New password").fill("another good long password");
        visitor.screenshot("mail-3-new-password");
        visitor.press("Change password");
        visitor.sees("Your password is changed");
        visitor.go("/dev/mailbox");
        visitor.screenshot("mail-4-mailbox");
        page.getByRole(AriaRole.LINK).first().click();
        visitor.screenshot("mail-5-letter");
    }
}
