package ai.chatforge.user.api;

import ai.chatforge.platform.service.InternalApi;
import ai.chatforge.platform.service.ServiceName;
import java.util.UUID;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/** What accounts may do. Most callers want {@link Allowances}, which caches and refuses. */
@InternalApi(ServiceName.USER)
@HttpExchange("/internal/user")
public interface Entitlements {

    /** Of an account that is just being made, those of a new account. */
    @GetExchange("/entitlements/{tenant}")
    Entitlement of(@PathVariable UUID tenant);
}
