package ai.chatforge;

import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.idempotency.Idempotent;
import ai.chatforge.platform.security.AccessInterceptor;
import ai.chatforge.platform.security.BrowserCookies;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the generator cannot know of the routes: who may call them, second addresses, examples, errors. */
final class OpenApiDetails {
    private final Map<String, Route> routes = new HashMap<>();
    private final OpenApiExamples examples = new OpenApiExamples();
    private final OpenApiProblems problems = new OpenApiProblems(OpenApiExamples.read("problems.json"));

    /** @param main the first address of its handler, of those that have several */
    private record Route(String access, String main, HandlerMethod handler) {}

    private OpenApiDetails(ApplicationContext context) {
        context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, handler) -> AccessInterceptor.ruleOf(handler)
                        .ifPresent(rule -> mapping.getPatternValues().forEach(path -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> routes.put(
                                        method.name() + " " + path,
                                        new Route(
                                                rule.name().toLowerCase(Locale.ROOT),
                                                firstAddress(handler),
                                                handler))))));
    }

    static void complete(ObjectNode description, ApplicationContext context) {
        new OpenApiSchemas(description).complete();
        OpenApiDetails details = new OpenApiDetails(context);
        description.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(method -> details.operation((ObjectNode) method.getValue(), method.getKey(), path.getKey())));
        ObjectNode components = (ObjectNode) description.path("components");
        components.set("examples", details.problems.examples());
        ((ObjectNode) components.path("schemas")).set("OpenAiError", OpenApiProblems.compatible());
        ObjectNode schemes = components.putObject("securitySchemes");
        schemes.putObject("bearer")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("bearerFormat", "JWT")
                .put("description", "For programs: the accessToken that signing in answers with.");
        schemes.putObject("key")
                .put("type", "http")
                .put("scheme", "bearer")
                .put(
                        "description",
                        "For programs: an API key of a bot (cfk_...). It opens this bot only, as far as its scopes go.");
        schemes.putObject("session")
                .put("type", "apiKey")
                .put("in", "cookie")
                .put("name", BrowserCookies.SESSION)
                .put(
                        "description",
                        "For browsers: set by signing in with transport cookie. Writes then need the header "
                                + BrowserCookies.CSRF_HEADER + " with the value of the cookie " + BrowserCookies.CSRF
                                + ".");
    }

    private static String firstAddress(HandlerMethod handler) {
        return firstAddress(AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), RequestMapping.class))
                + firstAddress(AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), RequestMapping.class));
    }

    private static String firstAddress(@Nullable RequestMapping mapping) {
        return mapping == null || mapping.path().length == 0 ? "" : mapping.path()[0];
    }

    /** The generator takes a file for JSON where the route says itself that it needs a form. */
    private static void sentAsForm(ObjectNode operation) {
        if (operation.path("requestBody").path("content") instanceof ObjectNode content
                && content.size() == 1
                && content.path("application/json").findValuesAsString("format").contains("binary")) {
            content.set("multipart/form-data", content.remove("application/json"));
        }
    }

    private void operation(ObjectNode operation, String method, String path) {
        sentAsForm(operation);
        Route route = routes.get(method.toUpperCase(Locale.ROOT) + " " + path);
        if (route == null) {
            throw new IllegalStateException("No handler for " + method + " " + path);
        }
        operation.put("x-access", route.access());
        ArrayNode security = operation.putArray("security");
        if (!route.access().equals("public")) {
            security.addObject().putArray("bearer");
            security.addObject().putArray("session");
        }
        if (route.access().equals("key")) {
            security.removeAll();
        }
        if (route.access().equals("bot") || route.access().equals("key")) {
            security.addObject().putArray("key");
        }
        // The generator numbers what it meets again: signIn_1.
        String id = operation.path("operationId").asString().replaceFirst("_\\d+$", "");
        boolean alias = !route.main().equals(path);
        operation.put("operationId", alias ? id + "ByAlias" : id);
        if (alias) {
            operation.put("x-alias-of", route.main());
        }
        if (route.handler().hasMethodAnnotation(Idempotent.class)) {
            idempotencyKey(operation);
        }
        ObjectNode responses = (ObjectNode) operation.path("responses");
        responses.forEach(OpenApiDetails::nameMediaType);
        JsonNode example = examples.of(id);
        examples.addTo(operation, example);
        Set<ErrorCode> errors = problems.of(operation, method, route.access(), route.handler(), example.path("errors"));
        if (path.startsWith("/v1/")) {
            problems.describeCompatible(responses, errors);
        } else {
            problems.describe(responses, errors);
        }
    }

    private static void idempotencyKey(ObjectNode operation) {
        operation
                .withArrayProperty("parameters")
                .addObject()
                .put("name", "Idempotency-Key")
                .put("in", "header")
                .put(
                        "description",
                        "Sent again under the same key, the request is answered as before instead of being done again.")
                .putObject("schema")
                .put("type", "string")
                .put("minLength", 1)
                .put("maxLength", 255);
    }

    private static void nameMediaType(JsonNode response) {
        if (response.path("content") instanceof ObjectNode content && content.has("*/*")) {
            JsonNode any = content.remove("*/*");
            boolean file = any.path("schema").path("format").asString("").equals("binary");
            content.set(file ? "application/octet-stream" : "application/json", any);
        }
    }
}
