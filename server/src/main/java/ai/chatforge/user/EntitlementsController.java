package ai.chatforge.user;

import ai.chatforge.platform.security.Access;
import ai.chatforge.user.api.Entitlement;
import ai.chatforge.user.api.Entitlements;
import ai.chatforge.user.api.Feature;
import java.util.EnumSet;
import java.util.Map;
import java.util.UUID;
import org.springframework.web.bind.annotation.RestController;

/** Answers other services. */
@RestController
@Access(Access.Rule.SERVICE)
class EntitlementsController implements Entitlements {

    @Override
    public Entitlement of(UUID tenant) {
        return new Entitlement(tenant, "enterprise", null, EnumSet.allOf(Feature.class), Map.of());
    }
}
