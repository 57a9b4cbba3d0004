package ai.chatforge.chat;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How one kind of provider is asked, and how it answers: server-sent events with JSON in each. */
interface ModelProtocol {
    URI endpoint(ModelRequest request);

    Map<String, String> headers(@Nullable String key);

    /**
     * @param model what is known of the model that is asked
     * @param refused those of {@link #dispensable()} that the server refuses
     */
    Map<String, Object> body(ModelRequest request, ModelProvider.Model model, Set<String> refused);

    /** Fields that are left out, or said in another way, where a server does not know them. */
    default Set<String> dispensable() {
        return Set.of();
    }

    /** Of one answer. */
    Reading reading(ModelProvider.Sink sink);

    interface Reading {
        void take(JsonNode event);

        /** Whether the provider said that its answer is over; nothing follows but the end of the body. */
        boolean isComplete();

        /** The body has ended. */
        void end();
    }
}
