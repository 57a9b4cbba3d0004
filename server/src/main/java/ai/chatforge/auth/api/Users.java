package ai.chatforge.auth.api;

import ai.chatforge.platform.service.InternalApi;
import ai.chatforge.platform.service.ServiceName;
import java.util.UUID;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/** Who users are, for services that have to name or to address them. */
@InternalApi(ServiceName.AUTH)
@HttpExchange("/internal/auth")
public interface Users {

    /** @throws ai.chatforge.platform.error.ApiException {@code not_found} when there is no such account */
    @GetExchange("/users/{id}")
    User user(@PathVariable UUID id);

    /**
     * @param emailVerified whether the address was proven to be the user's
     * @param language BCP 47
     */
    record User(UUID id, String email, String name, boolean emailVerified, String language) {}
}
