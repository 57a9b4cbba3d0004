package ai.chatforge.user.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a plan limits. Amounts are counts unless another unit is named. */
public enum Limit {
    @JsonProperty("bots")
    BOTS("bots"),
    @JsonProperty("sourcesPerBot")
    SOURCES_PER_BOT("sources for each bot"),
    @JsonProperty("teammatesPerBot")
    TEAMMATES_PER_BOT("teammates for each bot"),
    @JsonProperty("keysPerBot")
    KEYS_PER_BOT("API keys for each bot"),
    /** Bytes of a single file. */
    @JsonProperty("uploadBytes")
    UPLOAD_BYTES("bytes for each file"),
    /** Tokens, prompts and answers together, in a calendar month (UTC). */
    @JsonProperty("tokensPerMonth")
    TOKENS_PER_MONTH("tokens in a month"),
    @JsonProperty("pagesPerSite")
    PAGES_PER_SITE("pages of each website"),
    /** Links from the first page of a website on. */
    @JsonProperty("crawlDepth")
    CRAWL_DEPTH("links deep into each website");

    private final String noun;

    Limit(String noun) {
        this.noun = noun;
    }

    /** As users read it. */
    public String noun() {
        return noun;
    }
}
