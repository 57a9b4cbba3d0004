package ai.chatforge.user;

import ai.chatforge.platform.security.Access;
import ai.chatforge.user.api.Entitlement;
import ai.chatforge.user.api.Entitlements;
import java.util.UUID;
import org.springframework.web.bind.annotation.RestController;

/** Answers other services. */
@RestController
@Access(Access.Rule.SERVICE)
class EntitlementsController implements Entitlements {
    private final Subscriptions subscriptions;

    EntitlementsController(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    @Override
    public Entitlement of(UUID tenant) {
        return subscriptions.entitlement(tenant);
    }
}
