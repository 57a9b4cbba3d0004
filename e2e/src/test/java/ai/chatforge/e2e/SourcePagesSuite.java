package ai.chatforge.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import ai.chatforge.testkit.web.ScriptedSite;
import ai.chatforge.testkit.web.ScriptedYouTube.Fault;
import ai.chatforge.testkit.web.ScriptedYouTube.Track;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a bot knows: every kind added, watched, changed and read in the browser. */
abstract class SourcePagesSuite extends BrowserSuite {
    private static final double TRAINING = 180_000;
    private static final String WORDS = " This paragraph is long enough, with commas, and with more words, to be taken"
            + " for the content of a page by whoever looks for it, be that a person, or a program.";

    private ScriptedSite web;
    private Visitor owner;
    private Client program;
    private String bot;

    SourcePagesSuite(Site site) {
        super(site);
    }

    @BeforeEach
    void aBotThatKnowsNothing() throws IOException {
        web = ScriptedSite.start();
        owner = visit();
        program = owner.program(owner.signUp());
        bot = program.makeBot("Shop");
        owner.go("/bots/" + bot + "/sources");
    }

    @AfterEach
    void stop() {
        web.close();
        site.youtube().fault(Fault.NONE);
    }

    @Test
    void aTextIsAddedByKeyboardHiddenAndChanged() {
        owner.sees("Drop files here");
        Look.at(owner, "sources-1-none");
        owner.enter(owner.button("Text"));
        owner.type(
                owner.field("Title"),
                "Opening hours of the shop, of its branches, and of the café on the ground floor");
        owner.page().keyboard().press("Escape");
        owner.enter(owner.button("Keep writing"));
        owner.type(owner.field("Text"), "The shop opens at ten. The secret word is swordfish.");
        owner.reach(owner.page().getByRole(AriaRole.RADIO, named("May be cited")));
        owner.page().keyboard().down("ArrowRight");
        owner.sees("may still say in its own words");
        owner.page().keyboard().up("ArrowRight");
        Look.at(owner, "sources-2-text");
        owner.enter(owner.button("Add text"));
        Locator row = ready("Opening hours");
        assertThat(row).containsText("Learn only");

        row.getByRole(AriaRole.BUTTON, inside("privacy of")).click();
        owner.page().getByRole(AriaRole.RADIO, named("May be cited")).click();
        Look.at(owner, "sources-3-privacy");
        owner.press("Save");
        owner.sees("Let answers show this source?");
        Look.at(owner, "sources-4-reveal");
        owner.enter(owner.button("Let it be cited"));
        assertThat(row).containsText("May be cited");

        menu(row, "Change the text");
        assertThat(owner.field("Text")).hasValue(Pattern.compile("swordfish"));
        owner.field("Text").fill("The shop opens at eleven.");
        owner.press("Save");
        trained(owner.field("Text")).getByRole(AriaRole.LINK).click();
        assertThat(owner.page().getByLabel("Text of the source")).containsText("opens at eleven");
        assertThat(owner.page().getByLabel("Text of the source")).not().containsText("swordfish");
    }

    @Test
    void filesAreAddedReplacedAndCancelled() {
        upload("Files to add", "warranty.txt", "The warranty lasts two years.");
        Locator row = ready("warranty.txt");
        menu(row, "Replace the file");
        owner.sees("Answers come from the file before until the new one is learned");
        upload("New file", "warranty-2.txt", "The warranty lasts three years.");
        Look.at(owner, "sources-5-replace");
        owner.enter(owner.button("Replace"));
        trained(owner.page().getByText("In place of")).getByRole(AriaRole.LINK).click();
        assertThat(owner.page().getByLabel("Text of the source")).containsText("three years");
        owner.go("/bots/" + bot + "/sources");

        upload("Files to add", "broken.pdf", "%PDF-1.7 and nothing that a PDF needs");
        assertThat(list()).containsText(Pattern.compile("damaged", Pattern.CASE_INSENSITIVE), within());
        Look.at(owner, "sources-6-trouble");

        web.html("/slow", page("Slow", "It takes its time."));
        web.hold();
        addPage(web.url("/slow"));
        Locator slow = row("/slow");
        slow.getByRole(AriaRole.BUTTON, inside("Cancel")).click();
        assertThat(slow).containsText("Not started");
        Look.at(owner, "sources-7-held");
        web.release();
        slow.getByRole(AriaRole.BUTTON, inside("Start")).click();
        ready("Slow");
    }

    @Test
    void questionsAreWrittenMovedAndEdited() {
        owner.press("Questions and answers");
        owner.type(owner.field("Title"), "Shipping");
        owner.type(owner.field("Question 1"), "Do you ship to Norway?");
        owner.type(owner.field("Answer 1"), "Yes, within five days.");
        owner.enter(owner.button("Add a question"));
        assertThat(owner.field("Question 2")).isFocused();
        owner.page().keyboard().type("Is there a telephone?");
        owner.type(owner.field("Answer 2"), "No, write to us.");
        owner.page().keyboard().press("Alt+ArrowUp");
        assertThat(owner.field("Question 1")).hasValue("Is there a telephone?");
        assertThat(owner.field("Answer 1")).isFocused();
        Look.at(owner, "sources-8-questions");
        owner.enter(owner.button("Add questions"));
        Locator row = ready("Shipping");
        assertThat(row).containsText("2 questions");

        menu(row, "Edit questions and answers");
        owner.field("Answer 2").fill("Yes, within two days.");
        owner.press("Save");
        trained(owner.field("Answer 2")).getByRole(AriaRole.LINK).click();
        assertThat(owner.heading("Do you ship to Norway?")).isVisible();
        assertThat(owner.page().getByLabel("Text of the source")).containsText("within two days");
        Look.at(owner, "sources-9-questions-read");
    }

    @Test
    void aSiteIsReadAndItsPagesTellWhatBecameOfThem() {
        web.text("/robots.txt", "text/plain", "User-agent: *\nDisallow: /help/secret")
                .html("/help/", page("Help of the shop", "Start here.", "returns", "again", "secret", "gone"))
                .html("/help/returns", page("Returns", "Bananas can be returned within thirty days."))
                .html("/help/again", page("Returns", "Bananas can be returned within thirty days."));
        owner.press("Web page or site");
        owner.type(owner.field("Address"), web.url("/help/"));
        owner.page().getByRole(AriaRole.RADIO, named("The whole site")).click();
        owner.sees("Read are pages whose address begins with");
        owner.field("Look for changes").selectOption("weekly");
        Look.at(owner, "sources-10-site");
        owner.press("Add site");
        Locator row = ready("Help of the shop");
        assertThat(row).containsText("2 pages");
        assertThat(row).containsText("next time");

        row.getByRole(AriaRole.BUTTON, inside("2 pages")).click();
        Locator pages = owner.page().getByRole(AriaRole.LIST, named("Pages"));
        assertThat(pages).containsText("does not let programs read it");
        assertThat(pages).containsText("The same as another page.");
        Look.at(owner, "sources-11-pages");
        owner.button("Not read 2").click();
        assertThat(pages.getByRole(AriaRole.LISTITEM)).hasCount(2);
        owner.press("Close");

        owner.go("/bots/" + bot + "/chat");
        owner.page().getByPlaceholder("Ask about the sources").fill("Within how many days can bananas be returned?");
        owner.press("Send");
        owner.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("Citation 1")))
                .first()
                .click();
        assertThat(owner.link("Open the page")).hasAttribute("href", web.url("/help/returns"));
        owner.link("Open as a page").click();
        assertThat(owner.page().locator("mark")).containsText("thirty days");
        Look.at(owner, "sources-12-site-read");
    }

    @Test
    void aPrivateAddressIsRefusedAndSaysSo() {
        addPage("http://10.1.2.3/intranet");
        assertThat(list()).containsText("leads to a private network", within());
        assertThat(list()).containsText("The operator can allow it.");
    }

    @Test
    void aVideoThatYouTubeRefusesGetsItsSubtitlesPasted() {
        site.youtube().tracks(new Track("en", false, List.of("You can return goods.")));
        site.youtube().fault(Fault.BOT);
        owner.press("Video");
        owner.type(owner.field("Address"), "https://youtu.be/dQw4w9WgXcQ");
        Look.at(owner, "sources-13-video");
        owner.press("Add video");
        assertThat(list()).containsText("YouTube does not give the subtitles out", within());
        owner.page().getByRole(AriaRole.BUTTON, named("Paste subtitles:")).click();
        owner.field("Subtitles with times").fill("0:00\nWelcome to the shop.\n3:12\nBananas are sent on Tuesdays.");
        Look.at(owner, "sources-14-subtitles");
        owner.press("Use these subtitles");
        ready("youtube.com").getByRole(AriaRole.LINK).click();
        assertThat(owner.page().getByRole(AriaRole.LINK, named("At 3:12")))
                .hasAttribute("href", "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=192s");
        Look.at(owner, "sources-15-video-read");
    }

    @Test
    void aViewerSeesWhatMayBeCitedAndNothingElse() {
        program.post(
                        "/api/chatbots/" + bot + "/sources",
                        Map.of("type", "text", "title", "Hidden", "text", "Swordfish.", "citable", false))
                .ok();
        program.addText(bot, "Hours", "The shop opens at ten.").ok();
        program.awaitTrained(bot);
        Visitor viewer = visit();
        String email = viewer.signUp();
        program.post("/api/chatbots/" + bot + "/teammates", Map.of("email", email, "role", "viewer"))
                .ok();
        viewer.go(site.mailbox().link(email, "/invitation"));
        viewer.press("Accept");
        viewer.go("/bots/" + bot + "/sources");
        viewer.sees("You are a viewer of this bot.");
        viewer.sees("Hours");
        assertThat(viewer.page().getByText("Hidden")).hasCount(0);
        Look.at(viewer, "sources-16-viewer");
    }

    private void addPage(String address) {
        owner.press("Web page or site");
        owner.field("Address").fill(address);
        owner.press("Add page");
    }

    private void upload(String field, String name, String text) {
        owner.page()
                .getByLabel(field)
                .setInputFiles(new FilePayload(name, "text/plain", text.getBytes(StandardCharsets.UTF_8)));
    }

    private Locator list() {
        return owner.page().getByRole(AriaRole.LIST, named("Sources"));
    }

    private Locator row(String title) {
        return list().getByRole(AriaRole.LISTITEM).filter(new Locator.FilterOptions().setHasText(title));
    }

    private Locator ready(String title) {
        Locator row = row(title);
        assertThat(row.getByText("Ready", new Locator.GetByTextOptions().setExact(true)))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(TRAINING));
        return row;
    }

    /** The row of the only source, once what was sent has arrived, and is learned. */
    private Locator trained(Locator sending) {
        assertThat(sending).hasCount(0);
        program.awaitTrained(bot);
        return list().getByRole(AriaRole.LISTITEM);
    }

    private void menu(Locator row, String item) {
        row.getByRole(AriaRole.BUTTON, inside("More for")).click();
        owner.page().getByRole(AriaRole.MENUITEM, named(item)).click();
    }

    private static LocatorAssertions.ContainsTextOptions within() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(TRAINING);
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static Locator.GetByRoleOptions inside(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }

    private static String page(String title, String text, String... links) {
        StringBuilder html = new StringBuilder("<!doctype html><html lang=en><head><title>" + title
                + "</title></head><body><nav><a href='/menu'>Menu</a></nav><main><h1>" + title + "</h1><p>" + text
                + WORDS + "</p>");
        for (String link : links) {
            html.append("<p><a href='").append(link).append("'>More of it</a></p>");
        }
        return html + "</main></body></html>";
    }
}
