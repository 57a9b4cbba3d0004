package ai.chatforge.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole story in a real browser. The screenshots in {@code target/screenshots} are for people to look at. */
@Tag("servers")
class BrowserTest {
    private static final Installation INSTALLATION = Installation.inOneProcess("browser");
    private static final Playwright PLAYWRIGHT =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private static final Browser BROWSER = PLAYWRIGHT
            .chromium()
            .launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of(Optional.ofNullable(System.getenv("CHATFORGE_TEST_CHROMIUM"))
                            .orElseThrow(() -> new AssertionError(
                                    "CHATFORGE_TEST_CHROMIUM must name a Chromium, such as /usr/bin/chromium."))))
                    .setArgs(List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
    private static final double TRAINING = 180_000;

    private final List<String> complaints = new ArrayList<>();

    @AfterAll
    static void stop() {
        BROWSER.close();
        PLAYWRIGHT.close();
        INSTALLATION.close();
    }

    private Page open(int width, ColorScheme colours) {
        BrowserContext context = BROWSER.newContext(
                new Browser.NewContextOptions().setViewportSize(width, 800).setColorScheme(colours));
        Page page = context.newPage();
        page.setDefaultTimeout(30_000);
        // A visitor who is not signed in is told so by a 401, which the browser's console shows as an error.
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("status of 401")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(INSTALLATION.address().toString());
        return page;
    }

    private static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setAnimations(ScreenshotAnimations.DISABLED)
                .setPath(Path.of("target", "screenshots", name + ".png")));
    }

    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .first()
                .click();
    }

    @Test
    void fromSignUpToTheCitedPage() {
        Page page = open(1280, ColorScheme.LIGHT);
        screenshot(page, "1-welcome");
        signUp(page);
        screenshot(page, "2-no-bots");
        press(page, "New bot");
        page.getByLabel("Name").fill("Manuals");
        press(page, "Create bot");
        page.locator("input[type=file]").setInputFiles(new Path[] {Documents.BZIP2, Documents.WRITER2LATEX});
        screenshot(page, "3-reading");
        assertThat(page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Sources"))
                        .getByText("Ready"))
                .hasCount(2, new LocatorAssertions.HasCountOptions().setTimeout(TRAINING));
        screenshot(page, "4-ready");

        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Chat").setExact(true))
                .first()
                .click();
        page.getByPlaceholder("Ask about the sources")
                .fill("What delimits the compressed representation of each block?");
        press(page, "Send");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("Citation 1.*page 9")))
                .first()
                .click();
        assertThat(page.getByText("48-bit pattern").last()).isVisible();
        screenshot(page, "5-cited");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Open as a page"))
                .click();
        assertThat(page.getByLabel("Text of the source")).containsText("48-bit pattern");
        screenshot(page, "6-passage");
        assertThat(complaints).isEmpty();
    }

    @Test
    void onAPhoneInTheDark() {
        Page page = open(390, ColorScheme.DARK);
        signUp(page);
        press(page, "New bot");
        page.getByLabel("Name").fill("A bot with a rather long name, as people give them");
        press(page, "Create bot");
        page.locator("input[type=file]").setInputFiles(Documents.MPICH);
        assertThat(page.getByText("16 pages")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(TRAINING));
        screenshot(page, "phone-1-sources");
        Object overflow = page.evaluate("document.documentElement.scrollWidth > window.innerWidth");
        assertThat(overflow).isEqualTo(false);
        assertThat(complaints).isEmpty();
    }

    @Test
    void aLostPasswordIsReplacedAndASecondFactorSetUp() {
        Page page = open(1280, ColorScheme.LIGHT);
        String email = signUp(page);
        assertThat(page.getByText("This machine sends no mail.")).isVisible();
        page.navigate(mailbox().link(email, "/verify-email").toString());
        press(page, "Confirm");
        assertThat(page.getByText("Your address is confirmed")).isVisible();
        screenshot(page, "account-1-confirmed");

        page.navigate(INSTALLATION.address().resolve("/account").toString());
        press(page, "Set up");
        assertThat(page.getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName(Pattern.compile("QR code"))))
                .isVisible();
        page.getByLabel("Code", new Page.GetByLabelOptions().setExact(true)).scrollIntoViewIfNeeded();
        screenshot(page, "account-2-second-factor");

        page.navigate(INSTALLATION.address().resolve("/forgot-password").toString());
        page.getByLabel("E-mail").fill(email);
        press(page, "Send the link");
        assertThat(page.getByText("Look into your mail")).isVisible();
        screenshot(page, "account-3-link-sent");
        page.navigate(mailbox().link(email, "/reset-password").toString());
        page.getByLabel("New password").fill("another good long password");
        screenshot(page, "account-4-new-password");
        press(page, "Change password");
        assertThat(page.getByText("Your password is changed")).isVisible();
        page.navigate(INSTALLATION.address().resolve("/dev/mailbox").toString());
        screenshot(page, "account-5-mailbox");
        page.getByRole(AriaRole.LINK).first().click();
        screenshot(page, "account-6-letter");
        assertThat(complaints).isEmpty();
    }

    private static Mailbox mailbox() {
        return INSTALLATION.mailbox();
    }

    private static String signUp(Page page) {
        String email = "browser-" + UUID.randomUUID() + "@example.com";
        page.navigate(INSTALLATION.address().resolve("/sign-up").toString());
        page.getByLabel("E-mail").fill(email);
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(Client.PASSWORD);
        press(page, "Create account");
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("New bot"))
                        .first())
                .isVisible();
        return email;
    }
}
