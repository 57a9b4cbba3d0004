package ai.chatforge.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Talking with a bot in the browser, and finding again what was said. */
abstract class ChatPagesSuite extends BrowserSuite {
    private static final String QUESTION = "When does the shop open on Saturdays?";
    private static final String ANSWER = "On Saturdays the shop opens at ten";
    private static final String MANY_KINDS = """
            The energy is \\(E = mc^2\\), and \\[\\int_0^1 \\frac{x^2}{2}\\,dx = \\frac{1}{6}\\] is what it adds up to.

            | Day | Opens |
            | --- | ----- |
            | Saturday | $n_{10}$ |

            ```java
            record Day(String name, int opens) {}
            ```
            """;

    private Visitor owner;
    private Client program;
    private String bot;

    ChatPagesSuite(Site site) {
        super(site);
    }

    @BeforeEach
    void aBotThatKnowsSomething() {
        owner = visit();
        program = owner.program(owner.signUp());
        bot = program.makeBot("Shop");
        program.addText(bot, "Opening hours", "# Hours\n\nOn Saturdays the shop opens at ten and closes at two.")
                .ok();
        program.awaitTrained(bot);
        owner.go("/bots/" + bot + "/chat");
    }

    @Test
    void anAnswerIsGivenAnewByAnotherModelAndTheFirstOneChosenAgain() {
        ask(QUESTION);
        thread(ANSWER);
        Look.at(owner, "chat-1-answer");
        model(Scripted.BRIEF);
        owner.enter(owner.button("Answer again"));
        thread("w29 w30");
        assertThat(messages()).not().containsText(ANSWER);
        assertThat(versions()).hasText("Answer 2/ of 2");
        assertThat(messages()).containsText(Pattern.compile("\\d tokens"));
        Look.at(owner, "chat-2-versions");
        owner.enter(owner.button("The answer before"));
        thread(ANSWER);
        assertThat(versions()).hasText("Answer 1/ of 2");
        owner.page().reload();
        thread(ANSWER);
        assertThat(versions()).hasText("Answer 1/ of 2");
    }

    @Test
    void aQuestionIsAskedOtherwiseByKeyboard() {
        ask("When do you open on Mondays?");
        ended(1);
        ask("And on Tuesdays?");
        ended(2);
        owner.enter(owner.button("Edit the question").first());
        owner.sees("What came after this question is removed.");
        Look.at(owner, "chat-3-edit");
        owner.page().keyboard().press("Escape");
        assertThat(owner.button("Edit the question").first()).isFocused();
        owner.page().keyboard().press("Enter");
        owner.page().getByRole(AriaRole.TEXTBOX, named("Edit the question")).fill(QUESTION);
        owner.page().keyboard().press("Enter");
        thread(ANSWER);
        assertThat(messages()).not().containsText("Tuesdays");
        assertThat(list()).containsText(QUESTION);
    }

    @Test
    void anAnswerIsStoppedAndAskedForAgain() {
        model(Scripted.ENDLESS);
        ask("Go on");
        thread("w10");
        Look.at(owner, "chat-4-streaming");
        owner.press("Stop the answer");
        owner.sees("You stopped this answer.");
        Look.at(owner, "chat-5-stopped");
        model(Scripted.BRIEF);
        owner.press("Ask again");
        thread("w29 w30");
        assertThat(versions()).hasText("Answer 2/ of 2");
    }

    @Test
    void conversationsAreFoundRenamedDownloadedAndDeleted() throws IOException {
        ask(QUESTION);
        ended(1);
        owner.link("New conversation").first().click();
        ask("Do you sell lamps?");
        ended(1);
        owner.field("Search conversations").fill("closes saturday");
        assertThat(list().getByRole(AriaRole.LINK)).hasCount(1);
        assertThat(list().locator("mark").first()).isVisible();
        Look.at(owner, "chat-6-found");
        owner.field("Search conversations").fill("swordfish");
        owner.sees("No conversation has all of these words.");
        owner.field("Search conversations").fill("");

        menu(QUESTION, "Rename");
        assertThat(owner.field("Title of the conversation")).isFocused();
        owner.page().keyboard().type("Saturdays");
        owner.screenshot("chat-7-rename");
        owner.page().keyboard().press("Enter");
        assertThat(list()).containsText("Saturdays");
        assertThat(list()).not().containsText(QUESTION);

        Download file = owner.page().waitForDownload(() -> menu("Saturdays", "Download as Markdown"));
        assertThat(file.suggestedFilename()).isEqualTo("Saturdays.md");
        assertThat(Files.readString(file.path())).contains("# Saturdays", QUESTION, ANSWER, "- [1] Opening hours");

        menu("Saturdays", "Delete");
        owner.screenshot("chat-8-delete");
        owner.press("Delete conversation");
        assertThat(list()).not().containsText("Saturdays");
        assertThat(list()).containsText("lamps");
    }

    @Test
    void formulasTablesAndCodeAreDrawn() {
        model(Scripted.ECHO);
        ask(MANY_KINDS);
        ended(1);
        Locator answer = messages().locator(":scope > li").last();
        assertThat(answer.locator("math")).hasCount(3);
        assertThat(answer.locator("mfrac").first()).isVisible();
        assertThat(answer.locator("table math")).hasCount(1);
        assertThat(answer.locator(".hljs-keyword").first()).hasText("record");
        Look.at(owner, "chat-9-kinds");
    }

    @Test
    void filesGoAlongWithAQuestion() {
        owner.expects(422);
        FilePayload offer = text("offer.txt", "The deposit for the boat is 4711 francs, due in May.");
        owner.page().getByLabel("Files to attach").setInputFiles(new FilePayload[] {offer, text("empty.txt", "")});
        Locator chips = owner.page().getByRole(AriaRole.LIST, named("Files for this question"));
        assertThat(chips.getByRole(AriaRole.ALERT)).containsText("The file is empty.");
        assertThat(chips).containsText("52 B");
        Look.at(owner, "chat-13-attaching");
        owner.page().getByPlaceholder("Ask about the sources").fill("How high is the deposit for the boat?");
        assertThat(owner.button("Send")).isDisabled();
        owner.enter(owner.button("Remove empty.txt"));
        owner.press("Send");
        thread("The deposit for the boat is 4711 francs");
        ended(1);
        owner.page().reload();
        Locator attached =
                messages().getByRole(AriaRole.LIST, new Locator.GetByRoleOptions().setName("Attached files"));
        assertThat(attached).containsText("offer.txt");
        owner.page().setViewportSize(390, 800);
        Look.at(owner, "chat-14-attached-phone");
    }

    private static FilePayload text(String name, String content) {
        return new FilePayload(name, "text/plain", content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theListIsThereOnAPhoneToo() {
        ask(QUESTION);
        ended(1);
        owner.page().setViewportSize(390, 800);
        owner.press("All conversations");
        owner.button("More for " + QUESTION).click();
        owner.page().getByRole(AriaRole.MENUITEM, named("Rename")).click();
        assertThat(owner.field("Title of the conversation")).isFocused();
        owner.page().keyboard().press("Escape");
        assertThat(owner.link(QUESTION)).isFocused();
        owner.button("More for " + QUESTION).click();
        owner.screenshot("chat-10-phone-list");
        owner.page().getByRole(AriaRole.MENUITEM, named("Delete")).click();
        owner.screenshot("chat-11-phone-delete");
        owner.press("Delete conversation");
        assertThat(owner.heading("Shop")).isVisible();
        owner.press("All conversations");
        owner.sees("Your conversations with this bot will be listed here.");
    }

    @Test
    void whatOthersDeletedMeanwhileIsSaidToBeGone() {
        ask(QUESTION);
        ended(1);
        String conversation = owner.page().url().replaceFirst(".*/", "");
        program.send("DELETE", "/api/chat/conversations/" + conversation, null).ok();
        owner.expects(404);
        owner.press("Answer again");
        owner.sees("This conversation is gone");
        Look.at(owner, "chat-12-gone");
        owner.page().reload();
        owner.sees("This conversation is gone");
    }

    @Test
    void whatWasUsedIsShown() {
        program.send(
                        "PATCH",
                        "/api/chatbots/" + bot,
                        Map.of("version", 1, "provider", "scripted", "model", Scripted.BRIEF))
                .ok();
        program.ask(bot, QUESTION);
        // Where nothing is counted yet, the page says so.
        owner.expects(404);
        owner.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("ccount of")))
                .click();
        owner.page().getByRole(AriaRole.MENUITEM, named("Usage")).click();
        assertThat(owner.heading("Usage")).isVisible();
        assertThat(owner.page().getByText("Loading")).hasCount(0);
        Look.at(owner, "usage-1");
    }

    private void ask(String question) {
        owner.page().getByPlaceholder("Ask about the sources").fill(question);
        owner.press("Send");
    }

    /** As many answers are there, and none is being written. */
    private void ended(int answers) {
        assertThat(owner.button("Copy the answer")).hasCount(answers);
        assertThat(owner.button("Stop the answer")).hasCount(0);
    }

    private void model(String name) {
        owner.page().getByRole(AriaRole.BUTTON, named("choose model")).click();
        owner.page().getByRole(AriaRole.MENUITEMRADIO, named(name)).click();
    }

    private void menu(String title, String item) {
        owner.enter(owner.button("More for " + title));
        owner.page().getByRole(AriaRole.MENUITEM, named(item)).click();
    }

    private void thread(String text) {
        assertThat(messages()).containsText(text);
    }

    private Locator messages() {
        return owner.page().getByRole(AriaRole.LIST, named("Messages"));
    }

    private Locator versions() {
        return owner.page().getByRole(AriaRole.GROUP, named("Answers to this question"));
    }

    private Locator list() {
        return owner.page().getByRole(AriaRole.NAVIGATION, named("Conversations"));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }
}
