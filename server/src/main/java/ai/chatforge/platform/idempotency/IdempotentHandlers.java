package ai.chatforge.platform.idempotency;

import ai.chatforge.platform.persistence.Database;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/** Finds out, before a request is handled, whether its handler is {@link Idempotent}. */
final class IdempotentHandlers {
    private final Supplier<RequestMappingHandlerMapping> mapping;
    private final Function<HandlerMethod, Optional<Database>> databases;

    /**
     * @param mapping asked for at the first request, because filters are made before what handles requests
     * @param databases the database of the service that a handler belongs to
     */
    IdempotentHandlers(
            Supplier<RequestMappingHandlerMapping> mapping, Function<HandlerMethod, Optional<Database>> databases) {
        this.mapping = mapping;
        this.databases = databases;
    }

    /** @param route the pattern that the path matches */
    record Target(Database database, String route) {}

    Optional<Target> of(HttpServletRequest request) {
        return handlerOf(request)
                .filter(handler -> handler.hasMethodAnnotation(Idempotent.class))
                .flatMap(databases)
                .map(database -> new Target(
                        database,
                        String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE))));
    }

    private Optional<HandlerMethod> handlerOf(HttpServletRequest request) {
        ServletRequestPathUtils.parseAndCache(request);
        try {
            HandlerExecutionChain chain = mapping.get().getHandler(request);
            return chain != null && chain.getHandler() instanceof HandlerMethod method
                    ? Optional.of(method)
                    : Optional.empty();
        } catch (Exception wrongMethodOrType) {
            // The dispatcher comes to the same result and answers it.
            return Optional.empty();
        } finally {
            ServletRequestPathUtils.clearParsedRequestPath(request);
        }
    }
}
