package ai.chatforge.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bot that several people use: who invites, who accepts, and what each of them may. */
abstract class TeamPagesSuite extends BrowserSuite {
    private Visitor owner;
    private String bot;
    private String team;

    TeamPagesSuite(Site site) {
        super(site);
    }

    @BeforeEach
    void aBotToShare() {
        owner = visit();
        bot = owner.program(owner.signUp("Olivia Owner")).makeBot("Heat pumps");
        team = "/bots/" + bot + "/settings/team";
    }

    @Test
    void aViewerIsInvitedAcceptsAndIsOfferedOnlyWhatViewersMayDo() {
        Visitor guest = visit();
        String email = guest.signUp("Vera Viewer");
        owner.go(team);
        owner.sees("Nobody else yet");
        Look.at(owner, "team-1-nobody");
        inviteByKeyboard(email);
        owner.sees("Invitation sent");
        assertThat(list(owner, "Invitations").getByText(email)).isVisible();

        guest.go(site.mailbox().link(email, "/invitation"));
        assertThat(guest.heading("Olivia Owner invites you to “Heat pumps”")).isVisible();
        guest.sees("As viewer:");
        Look.at(guest, "team-2-invitation");
        guest.enter(guest.button("Accept"));
        assertThat(guest.page()).hasURL(Pattern.compile("/bots/" + bot + "/"));
        assertViewer(guest);

        owner.go(team);
        assertThat(list(owner, "Team").getByText(email)).isVisible();
        assertThat(owner.section("Invitations")).hasCount(0);
        Look.at(owner, "team-3-one");
        owner.field("Role of Vera Viewer").selectOption("editor");
        owner.sees("Role changed");
        guest.go("/bots/" + bot + "/settings");
        assertThat(guest.page().getByText("You are a viewer of this bot.")).hasCount(0);
        assertThat(guest.field("Name")).isEnabled();
    }

    private void inviteByKeyboard(String email) {
        owner.type(owner.field("E-mail"), email);
        owner.reach(owner.page().getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("Editor")));
        Locator viewer = owner.page().getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("Viewer"));
        // Held for a moment, as fingers do.
        owner.page().keyboard().down("ArrowRight");
        assertThat(viewer).isChecked();
        owner.page().keyboard().up("ArrowRight");
        owner.enter(owner.button("Send invitation"));
    }

    private void assertViewer(Visitor guest) {
        guest.go("/bots/" + bot + "/sources");
        guest.sees("You are a viewer of this bot.");
        assertThat(guest.page().locator("input[type=file]")).hasCount(0);
        assertThat(guest.page().getByRole(AriaRole.BUTTON, named("Add text"))).hasCount(0);
        Look.at(guest, "team-4-sources-of-a-viewer");
        guest.go("/bots/" + bot + "/settings");
        guest.sees("You are a viewer of this bot.");
        assertThat(guest.field("Name")).isDisabled();
        assertThat(guest.page().getByRole(AriaRole.BUTTON, named("Save"))).hasCount(0);
        assertThat(guest.page().getByRole(AriaRole.BUTTON, named("Delete"))).hasCount(0);
        assertThat(guest.link("API keys")).hasCount(0);
        Look.at(guest, "team-5-settings-of-a-viewer");
        guest.link("Team").click();
        assertThat(list(guest, "Team").getByText("(you)")).isVisible();
        assertThat(guest.button("Send invitation")).hasCount(0);
        assertThat(guest.page().getByRole(AriaRole.BUTTON, named("Remove"))).hasCount(0);
        assertThat(guest.page().getByRole(AriaRole.COMBOBOX)).hasCount(0);
        Look.at(guest, "team-6-team-of-a-viewer");
        guest.go("/bots/" + bot + "/settings/keys");
        guest.sees("Only the owner of a bot makes and sees its API keys.");
    }

    @Test
    void anEditorWithoutAnAccountOpensOneOnTheWayAndIsRemovedAgain() {
        String email = "guest-" + UUID.randomUUID() + "@example.com";
        invite(email);
        Visitor guest = visit();
        guest.expects(404);
        guest.go(site.mailbox().link(email, "/invitation"));
        guest.sees("As editor:");
        Look.at(guest, "team-7-invitation-without-account");
        guest.enter(guest.link("Create an account"));
        assertThat(guest.field("E-mail")).hasValue(email);
        guest.type(guest.field("Password"), Client.PASSWORD);
        guest.enter(guest.button("Create account"));
        guest.press("Accept");
        assertThat(guest.page().locator("input[type=file]")).hasCount(1);

        guest.go("/bots/" + bot + "/settings");
        assertThat(guest.field("Name")).isEnabled();
        assertThat(guest.page().getByRole(AriaRole.BUTTON, named("Delete"))).hasCount(0);
        guest.go(team);
        owner.go(team);
        owner.enter(owner.page().getByRole(AriaRole.BUTTON, named("Remove")));
        owner.page()
                .getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Remove"))
                .click();
        owner.sees("Removed from the team");

        guest.page().reload();
        guest.sees("There is no such bot");
        Look.at(guest, "team-8-removed");
        guest.go("/bots");
        guest.sees("Make your first bot");
    }

    @Test
    void whoIsRemovedWhileLookingIsToldSo() {
        Visitor guest = visit();
        String email = guest.signUp();
        invite(email);
        guest.go(site.mailbox().link(email, "/invitation"));
        guest.press("Accept");
        guest.go("/bots/" + bot + "/settings");
        assertThat(guest.field("Name")).isEnabled();
        owner.go(team);
        owner.page().getByRole(AriaRole.BUTTON, named("Remove")).click();
        owner.page()
                .getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Remove"))
                .click();
        owner.sees("Removed from the team");

        guest.expects(404);
        guest.field("Name").fill("Of somebody who is not in the team");
        guest.press("Save changes");
        guest.sees("There is no such bot");
        Look.at(guest, "team-9-removed-while-looking");
    }

    @Test
    void anInvitationForSomebodyElseIsRefusedWithTheReason() {
        String email = "guest-" + UUID.randomUUID() + "@example.com";
        invite(email);
        Visitor other = visit();
        String own = other.signUp();
        other.go(site.mailbox().link(email, "/invitation"));
        other.sees("You are signed in as " + own);
        assertThat(other.button("Accept")).hasCount(0);
        Look.at(other, "team-10-somebody-else");
        other.enter(other.button("Sign out and go on"));
        assertThat(other.link("Create an account")).isVisible();

        owner.go(team);
        owner.press("Withdraw the invitation of " + email);
        owner.press("Withdraw");
        owner.sees("Invitation withdrawn");
        other.expects(400);
        other.go(site.mailbox().link(email, "/invitation"));
        other.sees("This invitation is not valid any more");
        Look.at(other, "team-11-withdrawn");
    }

    /** As an editor. */
    private void invite(String email) {
        owner.go(team);
        owner.field("E-mail").fill(email);
        owner.press("Send invitation");
        owner.sees("Invitation sent");
    }

    private static Locator list(Visitor visitor, String name) {
        return visitor.page()
                .getByRole(
                        AriaRole.LIST, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** All buttons whose name has this in it. */
    private static Page.GetByRoleOptions named(String part) {
        return new Page.GetByRoleOptions().setName(part);
    }
}
