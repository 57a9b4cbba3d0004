package ai.chatforge.platform.command;

import java.util.Map;
import java.util.function.Supplier;

/** Something that {@code ./chatforge <name>} does; a bean of the service that can do it. */
public interface OperatorCommand {
    /** As it is typed, such as {@code admin create}. */
    String name();

    /**
     * @param options without their dashes
     * @param secret asks for a password without showing it
     * @return what to tell the operator
     * @throws ai.chatforge.platform.error.ApiException when it cannot be done
     */
    String run(Map<String, String> options, Supplier<String> secret);
}
