package ai.chatforge.chat;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.FieldError;
import ai.chatforge.platform.web.ProblemMapping;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads what clients send by a socket, as strictly as bodies of requests are read. */
@Component
class SocketFrames {
    private static final int REF = 100;

    private final JsonMapper json;
    private final Validator validator;

    SocketFrames(JsonMapper json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    /**
     * A message, of which it is known what it wants.
     *
     * @param ref the client's own name for it, which comes back with all that answers it
     * @param fields all the others
     */
    record Frame(String type, @Nullable String ref, ObjectNode fields) {
        /** A field that is taken out of the others. */
        @Nullable
        String take(String name) {
            return SocketFrames.take(fields, name);
        }
    }

    record Attach(
            @NotNull @Nullable UUID messageId, @Nullable Long lastEventId) {}

    record Stop(@NotNull @Nullable UUID messageId) {}

    record Ping() {}

    JsonNode tree(String message) {
        try {
            return json.readTree(message);
        } catch (JacksonException e) {
            throw ProblemMapping.unreadable(e);
        }
    }

    /** For an answer to a message that may be wrong otherwise. */
    static @Nullable String refOf(JsonNode message) {
        JsonNode ref = message.path("ref");
        return ref.isString() && ref.asString().length() <= REF ? ref.asString() : null;
    }

    Frame frame(JsonNode message) {
        if (!(message instanceof ObjectNode fields)) {
            throw ApiException.invalid("type", "is missing: a message is a JSON object with a type");
        }
        String ref = take(fields, "ref");
        if (ref != null && ref.length() > REF) {
            throw ApiException.invalid("ref", "must have " + REF + " characters at the most");
        }
        String type = take(fields, "type");
        if (type == null) {
            throw ApiException.invalid("type", "must be one of ask, attach, stop, ping");
        }
        return new Frame(type, ref, fields);
    }

    private static @Nullable String take(ObjectNode fields, String name) {
        JsonNode value = fields.remove(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw ApiException.invalid(name, "must be a text");
        }
        return value.asString();
    }

    <T> T read(ObjectNode fields, Class<T> type) {
        T value;
        try {
            value = json.treeToValue(fields, type);
        } catch (JacksonException e) {
            throw ProblemMapping.unreadable(e);
        }
        List<FieldError> faults = validator.validate(value).stream()
                .map(fault -> new FieldError(fault.getPropertyPath().toString(), fault.getMessage()))
                .toList();
        if (!faults.isEmpty()) {
            throw ProblemMapping.invalid(faults);
        }
        return value;
    }

    byte[] bytes(ObjectNode fields) {
        return json.writeValueAsBytes(fields);
    }

    String text(Object value) {
        return json.writeValueAsString(value);
    }
}
