package ai.chatforge.platform.http;

import ai.chatforge.platform.config.Setting;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Requests to the outside world for users: pages they name, and what those lead to. */
@ConfigurationProperties("chatforge.outside-http")
public record OutsideSettings(
        @Setting("Private addresses that users may nevertheless have fetched, such as an intranet's: networks like"
                + " 10.1.0.0/16, or names of hosts. Everybody who may add a source then reaches them, on any port.")
        @DefaultValue
        List<String> allowedPrivate) {

    public OutsideSettings {
        // Mistakes are told at the start.
        AllowedPrivate.of(allowedPrivate);
    }
}
