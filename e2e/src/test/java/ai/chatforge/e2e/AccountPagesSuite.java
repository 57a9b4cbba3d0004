package ai.chatforge.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What somebody sees and changes of their own account. */
abstract class AccountPagesSuite extends BrowserSuite {
    private static final String FIREFOX =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0";

    AccountPagesSuite(Site site) {
        super(site);
    }

    @Test
    void nameLanguageAndPictureAreChanged() {
        Visitor visitor = visit();
        String email = visitor.signUp();
        visitor.go("/account");
        visitor.sees("Trial");
        Look.at(visitor, "account-1-new");

        visitor.reach(visitor.field("Name"));
        visitor.page().keyboard().press("Control+A");
        visitor.page().keyboard().type("Ada Lovelace");
        visitor.reach(visitor.field("Language"));
        visitor.page().keyboard().type("Deutsch");
        visitor.enter(visitor.button("Save profile"));
        visitor.sees("Profile saved");
        visitor.page().reload();
        assertThat(visitor.field("Name")).hasValue("Ada Lovelace");
        assertThat(visitor.field("Language")).hasValue("de");
        visitor.press("Send it again");
        site.mailbox().link(email, "/verify-email");

        visitor.expects(415);
        visitor.field("Picture")
                .setInputFiles(file("holiday.png", "This is no picture.".getBytes(StandardCharsets.UTF_8)));
        assertThat(visitor.section("Profile").getByRole(AriaRole.ALERT))
                .containsText("The file is no PNG, JPEG or GIF.");
        Look.at(visitor, "account-2-no-picture");
        visitor.field("Picture").setInputFiles(file("me.png", picture()));
        visitor.sees("Picture saved");
        assertThat(visitor.section("Profile").getByRole(AriaRole.ALERT)).hasCount(0);
        visitor.page().reload();
        Locator shown = visitor.section("Profile").locator("img");
        assertThat(shown).isVisible();
        assertThat(visitor.page().locator("header img")).isVisible();
        visitor.page().waitForFunction("document.querySelector('main img').naturalWidth === 256");
        Look.at(visitor, "account-3-with-picture");
        visitor.enter(visitor.button("Remove picture"));
        visitor.sees("Picture removed");
        assertThat(shown).hasCount(0);
    }

    private static FilePayload file(String name, byte[] content) {
        return new FilePayload(name, "image/png", content);
    }

    /** Larger than what is shown, and not square. */
    private static byte[] picture() {
        BufferedImage picture = new BufferedImage(900, 600, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(new Color(0x2f6f5e));
        graphics.fillRect(0, 0, 900, 600);
        graphics.setColor(new Color(0xe8c15a));
        graphics.fillOval(250, 100, 400, 400);
        graphics.dispose();
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(picture, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void thePlanTellsItsLimitsAndItsEnd() {
        Visitor visitor = visit();
        Client program = visitor.program(visitor.signUp());
        for (String name : List.of("First", "Second", "Third")) {
            program.makeBot(name);
        }
        visitor.go("/account");
        Locator plan = visitor.section("Plan");
        assertThat(plan).containsText("Pro");
        assertThat(plan).containsText(Pattern.compile("Until .*; then Free\\."));
        assertThat(plan).containsText("3 of 3");
        assertThat(plan).containsText("Up to 50 MB");
        visitor.expects(403);
        visitor.go("/bots");
        visitor.press("New bot");
        visitor.page().getByLabel("Name").fill("Fourth");
        visitor.press("Create bot");
        assertThat(visitor.page().getByRole(AriaRole.ALERT)).containsText("The plan does not allow more");
        assertThat(visitor.link("See your plan")).isVisible();
        Look.at(visitor, "account-4-one-bot-too-many");
    }

    @Test
    void anotherDeviceIsSignedOutFromAfar() {
        Visitor here = visit();
        String email = here.signUp();
        Visitor there = visit(site.chromium()
                .context(new Browser.NewContextOptions()
                        .setViewportSize(DESK, 800)
                        .setUserAgent(FIREFOX)));
        there.signIn(email);
        assertThat(there.heading("Make your first bot")).isVisible();

        here.go("/account");
        Locator devices = here.section("Signed-in devices");
        assertThat(devices.getByText("Firefox on Windows")).isVisible();
        assertThat(devices.getByText("This device")).hasCount(1);
        here.enter(devices.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Sign out"))
                .first());
        assertThat(devices.getByText("Firefox on Windows")).hasCount(0);
        assertThat(there.isSentToSignIn("/account")).isTrue();
        assertThat(there.heading("Welcome back")).isVisible();
        here.page().reload();
        assertThat(here.section("Signed-in devices").getByText("This device")).isVisible();
    }

    @Test
    void aSecondFactorIsSetUpAskedForAndSwitchedOff() {
        Visitor visitor = visit();
        String email = visitor.signUp();
        visitor.go("/account");
        visitor.enter(visitor.button("Set up"));
        assertThat(visitor.page()
                        .getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName(Pattern.compile("QR code"))))
                .isVisible();
        Look.at(visitor, "factor-1-secret");
        Locator section = visitor.section("Second factor");
        visitor.expects(400);
        visitor.type(visitor.field("Code"), "000000");
        visitor.page().keyboard().press("Enter");
        assertThat(section.getByText("is not the one that the app shows now")).isVisible();
        Look.at(visitor, "factor-2-wrong-code");
        visitor.field("Code").fill(new Authenticator(section.locator("code").innerText()).code());
        visitor.enter(visitor.button("Switch on"));
        assertThat(visitor.page().getByText("The second factor is on.")).isVisible();
        List<String> codes = section.getByRole(AriaRole.LISTITEM).allInnerTexts();
        Look.at(visitor, "factor-3-recovery-codes");
        visitor.enter(visitor.button("I have kept them"));
        assertThat(section).containsText(codes.size() + " recovery codes are left.");

        Visitor elsewhere = visit();
        elsewhere.signIn(email);
        assertThat(elsewhere.field("Code")).isFocused();
        Look.at(elsewhere, "factor-4-asked-for");
        elsewhere.type(elsewhere.field("Code"), "not-one-of-them");
        elsewhere.page().keyboard().press("Enter");
        elsewhere.sees("That code is not right, or was used already.");
        elsewhere.field("Code").fill(codes.getFirst());
        elsewhere.page().keyboard().press("Enter");
        assertThat(elsewhere.heading("Make your first bot")).isVisible();

        elsewhere.go("/account");
        elsewhere.sees(codes.size() - 1 + " recovery codes are left.");
        elsewhere.enter(elsewhere.button("Switch off"));
        elsewhere.expects(400);
        switchOff(elsewhere, "not my password", codes.get(1));
        assertThat(elsewhere.page().getByRole(AriaRole.DIALOG)).containsText("This is not your password.");
        Look.at(elsewhere, "factor-5-not-my-password");
        switchOff(elsewhere, Client.PASSWORD, codes.get(1));
        elsewhere.sees("Second factor switched off");
        assertThat(elsewhere.button("Set up")).isVisible();
    }

    private static void switchOff(Visitor visitor, String password, String code) {
        Locator dialog = visitor.page().getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Password", new Locator.GetByLabelOptions().setExact(true))
                .fill(password);
        dialog.getByLabel("Code").fill(code);
        visitor.page().keyboard().press("Enter");
    }
}
