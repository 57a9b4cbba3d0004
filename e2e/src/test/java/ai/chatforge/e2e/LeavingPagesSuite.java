package ai.chatforge.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Taking one's data along, and going. */
abstract class LeavingPagesSuite extends BrowserSuite {
    LeavingPagesSuite(Site site) {
        super(site);
    }

    @Test
    void allThatIsOnesOwnIsDownloaded() {
        Visitor visitor = visit();
        String email = visitor.signUp();
        Client program = visitor.program(email);
        String bot = program.makeBot("Opening hours");
        program.addText(bot, "Hours", "On Saturdays the shop opens at ten.").ok();
        visitor.go("/account");
        visitor.enter(visitor.button("Export my data"));
        Locator ready = visitor.section("Your data")
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Download"));
        ready.waitFor();
        Look.at(visitor, "leaving-1-export");
        visitor.reach(ready);
        Download download =
                visitor.page().waitForDownload(() -> visitor.page().keyboard().press("Enter"));
        assertThat(download.suggestedFilename()).isEqualTo("chatforge-export.zip");
        Path file = Path.of("target", "downloads", "export.zip");
        download.saveAs(file);
        assertThat(textsOf(file))
                .anyMatch(text -> text.contains(email))
                .anyMatch(text -> text.contains("Opening hours"))
                .anyMatch(text -> text.contains("On Saturdays the shop opens at ten."));
    }

    private static List<String> textsOf(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream().map(entry -> text(zip, entry)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(ZipFile zip, ZipEntry entry) {
        try {
            return new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anAccountIsDeletedByItsPassword() {
        Visitor visitor = visit();
        String email = visitor.signUp();
        String bot = visitor.program(email).makeBot("Gone with it");
        Visitor elsewhere = visit();
        elsewhere.signIn(email);
        elsewhere.sees("Gone with it");

        visitor.go("/account");
        visitor.enter(visitor.button("Delete account"));
        Locator dialog = visitor.page().getByRole(AriaRole.DIALOG);
        Locator confirm = dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete account"));
        Locator password = dialog.getByLabel("Password", new Locator.GetByLabelOptions().setExact(true));
        Look.at(visitor, "leaving-2-deletion");
        assertThat(confirm).isDisabled();
        visitor.type(dialog.getByLabel("Type “delete” to confirm"), "delete");
        visitor.type(password, "not my password");
        visitor.expects(400);
        visitor.enter(confirm);
        assertThat(dialog.getByText("This is not your password.")).isVisible();
        Look.at(visitor, "leaving-3-wrong-password");
        password.fill(Client.PASSWORD);
        visitor.enter(confirm);
        visitor.sees("Your account is deleted");
        assertThat(visitor.heading("Welcome back")).isVisible();
        Look.at(visitor, "leaving-4-deleted");

        visitor.signIn(email);
        assertThat(visitor.page().getByRole(AriaRole.ALERT)).isVisible();
        Look.at(visitor, "leaving-5-no-way-back");
        assertThat(elsewhere.isSentToSignIn("/bots/" + bot + "/settings")).isTrue();
    }
}
