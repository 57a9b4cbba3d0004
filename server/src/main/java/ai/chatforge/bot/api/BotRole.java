package ai.chatforge.bot.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What somebody is to a bot. */
public enum BotRole {
    /** It belongs to the account. */
    @JsonProperty("owner")
    OWNER,
    /** Changes what it says and knows. */
    @JsonProperty("editor")
    EDITOR,
    /** Talks to it, and sees how it is made. */
    @JsonProperty("viewer")
    VIEWER
}
