package ai.chatforge.platform.observe;

import ai.chatforge.platform.config.Setting;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** How logs are written. */
@ConfigurationProperties("chatforge.log")
public record LogSettings(
        @Setting("What the console shows: text for people, or json for log collectors. The file in the data folder is"
                + " always json.")
        @DefaultValue("text")
        Console console,

        @Setting("Whether each request is logged.") @DefaultValue("true")
        boolean requests) {

    /** The forms of the console log. */
    public enum Console {
        TEXT,
        JSON
    }
}
