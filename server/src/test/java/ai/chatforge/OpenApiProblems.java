package ai.chatforge;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.error.FieldError;
import ai.chatforge.platform.error.OpenAiError;
import ai.chatforge.platform.error.Problem;
import ai.chatforge.platform.idempotency.Idempotent;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The errors that a route may answer with: those that follow from its form, and those that its example file names. */
final class OpenApiProblems {
    private static final String REQUEST_ID = "0199b6f0-5c1e-7a40-9d2f-3b8c6e1a7f04";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JsonNode details;

    /** @param details a sentence for each code, as the server gives it */
    OpenApiProblems(JsonNode details) {
        this.details = details;
    }

    Set<ErrorCode> of(JsonNode operation, String method, String access, HandlerMethod handler, JsonNode named) {
        Set<ErrorCode> codes = EnumSet.of(ErrorCode.RATE_LIMITED, ErrorCode.SERVICE_UNAVAILABLE, ErrorCode.INTERNAL);
        if (!access.equals("public")) {
            codes.add(ErrorCode.UNAUTHENTICATED);
        }
        if (access.equals("bot") || access.equals("key") || access.equals("admin")) {
            codes.add(ErrorCode.FORBIDDEN);
        }
        if (!method.equals("get") && !access.equals("key")) {
            codes.add(ErrorCode.CSRF_REJECTED);
        }
        if (operation.has("requestBody")) {
            codes.addAll(EnumSet.of(
                    ErrorCode.INVALID_REQUEST,
                    ErrorCode.MALFORMED_BODY,
                    ErrorCode.UNKNOWN_FIELD,
                    ErrorCode.BODY_TOO_LARGE,
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE));
        }
        if (access.equals("key")) {
            // There fields that are not known are passed over.
            codes.remove(ErrorCode.UNKNOWN_FIELD);
        }
        operation
                .path("parameters")
                .forEach(parameter -> codes.add(
                        parameter.path("in").asString().equals("path")
                                ? ErrorCode.NOT_FOUND
                                : ErrorCode.INVALID_REQUEST));
        if (handler.hasMethodAnnotation(Idempotent.class)) {
            codes.add(ErrorCode.INVALID_REQUEST);
            codes.add(ErrorCode.IDEMPOTENCY_KEY_REUSED);
            codes.add(ErrorCode.IDEMPOTENCY_IN_PROGRESS);
        }
        named.forEach(code -> codes.add(code(code.asString())));
        return codes;
    }

    private static ErrorCode code(String key) {
        return ErrorCode.byKey(key).orElseThrow(() -> new IllegalArgumentException("There is no error code " + key));
    }

    void describe(ObjectNode responses, Set<ErrorCode> codes) {
        new TreeMap<>(codes.stream().collect(Collectors.groupingBy(ErrorCode::status)))
                .forEach((status, same) -> describe(responses.putObject(Integer.toString(status)), same));
    }

    private static void describe(ObjectNode response, List<ErrorCode> codes) {
        response.put("description", codes.stream().map(ErrorCode::title).collect(Collectors.joining("; ")));
        ObjectNode media = response.putObject("content").putObject("application/problem+json");
        media.putObject("schema").put("$ref", "#/components/schemas/Problem");
        ObjectNode examples = media.putObject("examples");
        codes.forEach(code -> examples.putObject(code.key()).put("$ref", "#/components/examples/" + code.key()));
    }

    /** Where errors have OpenAI's form. */
    void describeCompatible(ObjectNode responses, Set<ErrorCode> codes) {
        new TreeMap<>(codes.stream().collect(Collectors.groupingBy(ErrorCode::status))).forEach((status, same) -> {
            ObjectNode response = responses.putObject(Integer.toString(status));
            response.put("description", same.stream().map(ErrorCode::title).collect(Collectors.joining("; ")));
            ObjectNode media = response.putObject("content").putObject("application/json");
            media.putObject("schema").put("$ref", "#/components/schemas/OpenAiError");
            ObjectNode examples = media.putObject("examples");
            same.forEach(code -> examples.putObject(code.key())
                    .put("summary", code.title())
                    .set("value", JSON.valueToTree(OpenAiError.of(new ApiException(code, detail(code))))));
        });
    }

    /** The schema of an error in that form. */
    static ObjectNode compatible() {
        ObjectNode error = JSON.createObjectNode().put("type", "object");
        error.put("description", "An error as OpenAI's API has it.");
        ObjectNode inner = error.putObject("properties").putObject("error").put("type", "object");
        ObjectNode properties = inner.putObject("properties");
        properties.putObject("message").put("type", "string");
        properties.putObject("type").put("type", "string").put("example", "invalid_request_error");
        properties.putObject("param").putArray("type").add("string").add("null");
        properties.putObject("code").putArray("type").add("string").add("null");
        inner.putArray("required").add("message").add("type").add("param").add("code");
        error.putArray("required").add("error");
        return error;
    }

    private String detail(ErrorCode code) {
        return details.path(code.key()).asString("");
    }

    /** One example for each code, made as the server makes it. */
    ObjectNode examples() {
        ObjectNode examples = JSON.createObjectNode();
        for (ErrorCode code : ErrorCode.values()) {
            List<FieldError> fields = code == ErrorCode.INVALID_REQUEST
                    ? List.of(new FieldError("name", "must not be blank"))
                    : List.of();
            String detail = details.path(code.key()).asString("");
            if (detail.isEmpty()) {
                throw new IllegalStateException(
                        "problems.json lacks a sentence for " + code.name().toLowerCase(Locale.ROOT));
            }
            ObjectNode example = examples.putObject(code.key());
            example.put("summary", code.title());
            example.set("value", JSON.valueToTree(Problem.of(code, detail, REQUEST_ID, fields)));
        }
        return examples;
    }
}
