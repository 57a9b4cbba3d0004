package ai.chatforge.e2e;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A page on a desk and on a phone, light and dark: a picture of each for people, and what axe finds, as a complaint of
 * the visitor.
 */
final class Look {
    private static final String AXE = Folders.read(Path.of("..", "web", "node_modules", "axe-core", "axe.min.js"));
    private static final String FINDINGS = """
            async coloursOnly => (await axe.run({
              resultTypes: ['violations'],
              ...(coloursOnly && { runOnly: ['color-contrast'] }),
            })).violations.flatMap(({ id, nodes }) =>
              nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))""";
    private static final String TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth";
    private static final int DESK = 1280;
    private static final int PHONE = 390;

    private Look() {}

    static void at(Visitor visitor, String name) {
        Page page = visitor.page();
        boolean dialog = page.locator("dialog[open]").count() > 0;
        if (!dialog) {
            page.evaluate("scrollTo(0, 0)");
        }
        if (Boolean.TRUE.equals(page.evaluate("typeof axe === 'undefined'"))) {
            page.evaluate(AXE);
        }
        for (int width : List.of(PHONE, DESK)) {
            page.setViewportSize(width, 800);
            for (ColorScheme colours : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
                // Without motion, because the colours of half a transition are none that anybody chose.
                page.emulateMedia(
                        new Page.EmulateMediaOptions().setColorScheme(colours).setReducedMotion(ReducedMotion.REDUCE));
                String variant = name + "-" + width + "-" + colours.name().toLowerCase(Locale.ROOT);
                page.screenshot(new Page.ScreenshotOptions()
                        .setAnimations(ScreenshotAnimations.DISABLED)
                        .setFullPage(!dialog)
                        .setPath(Path.of("target", "screenshots", variant + ".png")));
                findings(page, colours).forEach(finding -> visitor.complain(variant + ": " + finding));
            }
        }
    }

    private static List<String> findings(Page page, ColorScheme colours) {
        List<String> findings = new ArrayList<>();
        if (page.evaluate(FINDINGS, colours == ColorScheme.DARK) instanceof List<?> found) {
            found.forEach(finding -> findings.add(String.valueOf(finding)));
        }
        if (!Integer.valueOf(0).equals(page.evaluate(TOO_WIDE))) {
            findings.add("scrolls sideways");
        }
        return findings;
    }
}
