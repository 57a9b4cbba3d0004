package ai.chatforge;

import ai.chatforge.platform.security.AccessInterceptor;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the generator cannot know of the routes: who may call them, their second addresses, the one form of errors. */
final class OpenApiDetails {
    private final Map<String, Route> routes = new HashMap<>();

    /** @param main the first address of its handler, of those that have several */
    private record Route(String access, String main) {}

    private OpenApiDetails(ApplicationContext context) {
        context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, handler) -> AccessInterceptor.ruleOf(handler)
                        .ifPresent(rule -> mapping.getPatternValues().forEach(path -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> routes.put(
                                        method.name() + " " + path,
                                        new Route(rule.name().toLowerCase(Locale.ROOT), firstAddress(handler)))))));
    }

    static void complete(ObjectNode description, ApplicationContext context) {
        new OpenApiSchemas(description).complete();
        OpenApiDetails details = new OpenApiDetails(context);
        description.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method -> details.operation(
                        (ObjectNode) method.getValue(),
                        method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                        path.getKey())));
    }

    private static String firstAddress(HandlerMethod handler) {
        return firstAddress(AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), RequestMapping.class))
                + firstAddress(AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), RequestMapping.class));
    }

    private static String firstAddress(@Nullable RequestMapping mapping) {
        return mapping == null || mapping.path().length == 0 ? "" : mapping.path()[0];
    }

    private void operation(ObjectNode operation, String key, String path) {
        Route route = routes.getOrDefault(key, new Route("user", path));
        operation.put("x-access", route.access());
        // The generator numbers what it meets again: signIn_1.
        String id = operation.path("operationId").asString().replaceFirst("_\\d+$", "");
        boolean alias = !route.main().equals(path);
        operation.put("operationId", alias ? id + "ByAlias" : id);
        if (alias) {
            operation.put("x-alias-of", route.main());
        }
        ObjectNode responses = (ObjectNode) operation.path("responses");
        responses.forEach(OpenApiDetails::nameMediaType);
        ObjectNode error = responses.putObject("default");
        error.put("description", "A problem; its code says which");
        error.putObject("content")
                .putObject("application/problem+json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/Problem");
    }

    private static void nameMediaType(JsonNode response) {
        if (response.path("content") instanceof ObjectNode content && content.has("*/*")) {
            JsonNode any = content.remove("*/*");
            boolean file = any.path("schema").path("format").asString("").equals("binary");
            content.set(file ? "application/octet-stream" : "application/json", any);
        }
    }
}
