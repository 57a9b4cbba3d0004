package ai.chatforge.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/** Questions written down in the browser, asked twice with different settings, and compared. */
abstract class EvaluationPagesSuite extends BrowserSuite {
    private static final double MINUTE = 60_000;

    EvaluationPagesSuite(Site site) {
        super(site);
    }

    @Test
    void questionsAreAskedAndTwoRunsCompared() {
        Visitor owner = visit();
        Client program = owner.program(owner.signUp());
        String bot = program.makeBot("Opening hours");
        program.addText(bot, "Hours", "On Saturdays the shop opens at ten.").ok();
        program.awaitTrained(bot);
        owner.go("/bots/" + bot + "/evaluation");
        owner.sees("Is a change for the better?");
        Look.at(owner, "evaluation-1-none");

        owner.enter(owner.link("Write questions"));
        owner.type(owner.field("Name"), "Hours");
        owner.type(owner.field("Question 1"), "When does the shop open on Saturdays?");
        owner.field("Source").selectOption("Hours");
        owner.type(owner.field("Words in the passage"), "opens at ten");
        Look.at(owner, "evaluation-2-questions");
        owner.enter(owner.button("Save 1 question"));

        owner.enter(owner.button("Run Hours"));
        owner.page()
                .getByLabel("Search with other settings", new Page.GetByLabelOptions().setExact(false))
                .check();
        owner.field("Least score").fill("1");
        Look.at(owner, "evaluation-3-run");
        run(owner, "Strict");
        owner.go("/bots/" + bot + "/evaluation");
        owner.press("Run Hours");
        owner.page()
                .getByLabel("Have the bot answer, too", new Page.GetByLabelOptions().setExact(false))
                .check();
        run(owner, "As it is");
        owner.sees("Rank 1");
        owner.page().locator("summary").first().click();
        Look.at(owner, "evaluation-4-results");

        Locator runs = owner.field("Compare with");
        runs.selectOption(runs.locator("option")
                .filter(new Locator.FilterOptions().setHasText("Strict"))
                .getAttribute("value"));
        assertThat(owner.heading("Beside Strict")).isVisible();
        Look.at(owner, "evaluation-5-comparison");

        owner.go("/bots/" + bot + "/evaluation");
        assertThat(owner.page()
                        .getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName("Recall and nDCG over time")))
                .isVisible();
        Look.at(owner, "evaluation-6-history");
    }

    private static void run(Visitor owner, String label) {
        owner.field("Label").fill(label);
        owner.press("Start");
        owner.page().waitForURL("**/evaluation/runs/*");
        assertThat(owner.page().getByText("Done", new Page.GetByTextOptions().setExact(true)))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(MINUTE));
    }
}
