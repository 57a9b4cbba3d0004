package ai.chatforge.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** Somebody with a browser of their own, at a ChatForge. */
final class Visitor implements AutoCloseable {
    private static final int STOPS = 120;
    private static final int ROUNDS = 12;
    private static final double SETTLED_MILLIS = 10_000;

    private final Installation installation;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();
    // A visitor who is not signed in is told so by a 401, which the browser's console shows as an error.
    private final List<String> expected = new ArrayList<>(List.of("status of 401"));

    Visitor(Installation installation, BrowserContext context) {
        this.installation = installation;
        this.context = context;
        page = context.newPage();
        page.setDefaultTimeout(Chromium.PATIENCE);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.text().contains("Content Security Policy")) {
                complaints.add(message.text() + " " + message.location());
            }
        });
        page.onPageError(complaints::add);
    }

    Page page() {
        return page;
    }

    void complain(String complaint) {
        complaints.add(complaint);
    }

    /** From here on, answers with this status are part of the test; the browser's console tells of them, too. */
    void expects(int status) {
        expected.add("status of " + status);
    }

    /** What the browser or the page complained about, but for what was expected. */
    List<String> complaints() {
        return complaints.stream()
                .filter(text -> expected.stream().noneMatch(text::contains))
                .toList();
    }

    void go(String path) {
        go(installation.address().resolve(path));
    }

    void go(URI address) {
        page.navigate(address.toString());
    }

    void press(String button) {
        button(button).first().click();
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator heading(String name) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
    }

    /** What assistive technology speaks of the label is what finds the field. */
    Locator field(String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    /** A section of a page of settings, by its title. */
    Locator section(String title) {
        return page.locator("section")
                .filter(new Locator.FilterOptions()
                        .setHas(page.getByRole(
                                AriaRole.HEADING,
                                new Page.GetByRoleOptions().setName(title).setExact(true))));
    }

    void sees(String text) {
        // What another width of the window would show is there too, but hidden.
        assertThat(page.getByText(text)
                        .filter(new Locator.FilterOptions().setVisible(true))
                        .first())
                .isVisible();
    }

    /** Whose session was ended elsewhere: at the latest a page that is asked for anew leads to the sign-in. */
    boolean isSentToSignIn(String path) {
        for (int round = 0; round < ROUNDS; round++) {
            go(path);
            try {
                page.waitForURL(Pattern.compile("/sign-in"), new Page.WaitForURLOptions().setTimeout(SETTLED_MILLIS));
                return true;
            } catch (TimeoutError _) {
                // The page was shown once more, under what its process knew of the session.
            }
        }
        return false;
    }

    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setAnimations(ScreenshotAnimations.DISABLED)
                .setPath(Path.of("target", "screenshots", name + ".png")));
    }

    /** With the keyboard alone, as often as the tabulator takes; fails when nothing shows where one is. */
    void reach(Locator target) {
        assertThat(target).isEnabled();
        for (int stop = 0; stop < STOPS; stop++) {
            if (Boolean.TRUE.equals(target.evaluate("element => element === document.activeElement"))) {
                Object shown = target.evaluate("""
                        element => element.matches(':focus-visible')
                          && getComputedStyle(element).outlineStyle !== 'none'
                          && parseFloat(getComputedStyle(element).outlineWidth) >= 2""");
                if (!Boolean.TRUE.equals(shown)) {
                    throw new AssertionError("Nothing shows that the focus is at " + target);
                }
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("The keyboard does not reach " + target);
    }

    void type(Locator field, String text) {
        reach(field);
        page.keyboard().type(text);
    }

    void enter(Locator button) {
        reach(button);
        page.keyboard().press("Enter");
    }

    /** @return the address of the new account, without a name */
    String signUp() {
        return signUp("");
    }

    String signUp(String name) {
        String email = "browser-" + UUID.randomUUID() + "@example.com";
        go("/sign-up");
        page.getByLabel("Name").fill(name);
        page.getByLabel("E-mail").fill(email);
        field("Password").fill(Client.PASSWORD);
        press("Create account");
        assertThat(button("New bot").first()).isVisible();
        return email;
    }

    void signIn(String email) {
        go("/sign-in");
        page.getByLabel("E-mail").fill(email);
        field("Password").fill(Client.PASSWORD);
        press("Sign in");
    }

    /** A program of whoever has this address. */
    Client program(String email) {
        return installation
                .anonymous()
                .with(installation
                        .anonymous()
                        .post("/api/auth/signin", Map.of("email", email, "password", Client.PASSWORD))
                        .ok()
                        .text("accessToken"));
    }

    @Override
    public void close() {
        context.close();
    }
}
