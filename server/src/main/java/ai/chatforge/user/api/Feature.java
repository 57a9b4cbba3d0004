package ai.chatforge.user.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a plan holds or does not. */
public enum Feature {
    @JsonProperty("teammates")
    TEAMMATES,
    @JsonProperty("apiKeys")
    API_KEYS,
    @JsonProperty("channels")
    CHANNELS,
    @JsonProperty("analytics")
    ANALYTICS
}
