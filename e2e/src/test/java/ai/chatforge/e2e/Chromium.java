package ai.chatforge.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The browser of the machine; each context in it is like a browser of its own. */
final class Chromium implements AutoCloseable {
    /** Of a busy machine. */
    static final double PATIENCE = 120_000;

    static {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    }

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser = playwright
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

    BrowserContext context(int width, ColorScheme colours) {
        return context(
                new Browser.NewContextOptions().setViewportSize(width, 800).setColorScheme(colours));
    }

    BrowserContext context(Browser.NewContextOptions options) {
        return browser.newContext(
                options.setLocale("en-GB").setPermissions(List.of("clipboard-read", "clipboard-write")));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
