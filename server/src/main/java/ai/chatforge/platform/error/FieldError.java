package ai.chatforge.platform.error;

/** One fault of the input. {@code field} is the path in the body or the name of the parameter. */
public record FieldError(String field, String message) {}
