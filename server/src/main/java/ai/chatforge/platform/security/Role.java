package ai.chatforge.platform.security;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an account is in this installation. Teammates get their role bot by bot. */
public enum Role {
    @JsonProperty("owner")
    OWNER,
    @JsonProperty("admin")
    ADMIN
}
