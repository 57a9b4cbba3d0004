package ai.chatforge.bot.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who may talk to a bot. */
public enum Visibility {
    /** The owner only. */
    @JsonProperty("private")
    PRIVATE,
    /** Everybody who knows the address. */
    @JsonProperty("link")
    LINK,
    /** Everybody; may be listed. */
    @JsonProperty("public")
    PUBLIC
}
