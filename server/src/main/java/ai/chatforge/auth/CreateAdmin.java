package ai.chatforge.auth;

import ai.chatforge.platform.command.OperatorCommand;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.security.Role;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Makes an administrator: the only way there is, and only for who has the machine. */
@Component
class CreateAdmin implements OperatorCommand {
    private final AuthService auth;

    CreateAdmin(AuthService auth) {
        this.auth = auth;
    }

    @Override
    public String name() {
        return "admin create";
    }

    @Override
    public String run(Map<String, String> options, Supplier<String> secret) {
        String email = options.getOrDefault("email", "");
        if (!email.matches("[^@\\s]+@[^@\\s]+")) {
            throw ApiException.invalid("--email", "must be given: the e-mail address of the administrator");
        }
        Account account = auth.create(email, secret.get(), options.get("name"), Languages.FALLBACK, Role.ADMIN);
        return "The administrator " + account.email() + " can sign in now.";
    }
}
