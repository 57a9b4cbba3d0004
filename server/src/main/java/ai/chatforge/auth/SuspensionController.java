package ai.chatforge.auth;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shutting accounts out, by administrators. */
@Tag(name = "admin", description = "For administrators of the installation")
@RestController
@RequestMapping("/api/admin/users/{id}/suspension")
@Access(Access.Rule.ADMIN)
class SuspensionController {
    private final Suspension suspension;

    SuspensionController(Suspension suspension) {
        this.suspension = suspension;
    }

    @Operation(
            operationId = "suspendUser",
            summary = "Shut an account out",
            description = "Within seconds its sessions, tokens and API keys are dead, its bots closed and its answers"
                    + " under way ended. Nothing is deleted.")
    @PutMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void suspend(@PathVariable UUID id, Caller.User admin) {
        if (id.equals(admin.userId())) {
            throw new ApiException(ErrorCode.CONFLICT, "This is your own account. Let another administrator do it.");
        }
        suspension.suspend(id);
    }

    @Operation(
            operationId = "restoreUser",
            summary = "Let an account in again",
            description = "Its sessions of before stay ended; its API keys work again.")
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void restore(@PathVariable UUID id) {
        suspension.lift(id);
    }
}
