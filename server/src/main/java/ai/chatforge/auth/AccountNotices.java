package ai.chatforge.auth;

import ai.chatforge.email.api.EmailKind;
import ai.chatforge.email.api.EmailRequested;
import ai.chatforge.platform.event.EventLog;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.web.PublicLinks;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Tells users by e-mail what happened to their account: if it was not they who did it, they find out. */
@Component
class AccountNotices {
    private final Database db;
    private final AccountRepository accounts;
    private final PublicLinks pages;
    private final EventLog events;

    AccountNotices(@Qualifier("auth") Database db, AccountRepository accounts, PublicLinks pages, EventLog events) {
        this.db = db;
        this.accounts = accounts;
        this.pages = pages;
        this.events = events;
    }

    /** Part of the caller's transaction. */
    void send(Account account, EmailKind kind) {
        Map<String, String> values = Map.of("name", account.name(), "link", pages.page(page(kind)));
        events.publish(
                db, new EmailRequested(Ids.next(), kind, account.email(), accounts.language(account.id()), values));
    }

    private static String page(EmailKind kind) {
        return switch (kind) {
            case WELCOME -> "/";
            case ACCOUNT_EXISTS -> "/sign-in";
            default -> "/account";
        };
    }
}
