package ai.chatforge.auth;

import ai.chatforge.platform.config.StartupFailure;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Role;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Makes the administrator that the settings name, for who installs by configuration alone. */
@Component
class FirstAdministrator implements ApplicationRunner {
    private static final Logger LOG = LoggerFactory.getLogger(FirstAdministrator.class);

    private final Database db;
    private final AccountRepository accounts;
    private final AuthService auth;
    private final AuthSettings.Administrator settings;

    FirstAdministrator(
            @Qualifier("auth") Database db, AccountRepository accounts, AuthService auth, AuthSettings settings) {
        this.db = db;
        this.accounts = accounts;
        this.auth = auth;
        this.settings = settings.administrator();
    }

    @Override
    public void run(ApplicationArguments arguments) {
        String email = settings.email();
        if (email == null || email.isBlank()) {
            return;
        }
        Optional<Account> there =
                db.call(() -> accounts.credentials(email)).map(AccountRepository.Credentials::account);
        if (there.isEmpty()) {
            make(email, settings.password() == null ? "" : settings.password());
        } else if (there.get().role() != Role.ADMIN) {
            // Whoever opened an account with this address first would otherwise become one.
            LOG.warn("The account {} of the settings is there already, and is no administrator", email);
        }
    }

    private void make(String email, String password) {
        try {
            auth.create(email, password, null, Languages.FALLBACK, Role.ADMIN);
            LOG.info("The administrator {} was made", email);
        } catch (ApiException e) {
            // Another process that starts at the same time may have been first.
            if (e.code() != ErrorCode.EMAIL_TAKEN) {
                throw new StartupFailure(
                        "The administrator of the settings (chatforge.auth.administrator.*) cannot be made: "
                                + (e.fields().isEmpty()
                                        ? e.detail()
                                        : "password " + e.fields().getFirst().message()));
            }
        }
    }
}
