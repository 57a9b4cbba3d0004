package ai.chatforge.auth;

import ai.chatforge.auth.api.Users;
import ai.chatforge.platform.security.Access;
import java.util.UUID;
import org.springframework.web.bind.annotation.RestController;

/** Answers other services. */
@RestController
@Access(Access.Rule.SERVICE)
class UsersController implements Users {
    private final AuthService auth;

    UsersController(AuthService auth) {
        this.auth = auth;
    }

    @Override
    public User user(UUID id) {
        Account account = auth.account(id);
        return new User(account.id(), account.email(), account.name(), account.emailVerified(), account.language());
    }
}
