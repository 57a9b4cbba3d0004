package ai.chatforge.platform.event;

import ai.chatforge.platform.config.Setting;
import ai.chatforge.platform.retry.Backoff;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** How events are delivered. */
@ConfigurationProperties("chatforge.events")
public record EventSettings(
        @Setting("How often consumers look for events that other processes published.") @DefaultValue("1s")
        Duration poll,

        @Setting("Events handled in one transaction at the most.") @DefaultValue("100") @Min(1) @Max(1000)
        int batch,

        @Setting("Attempts after which an event is given up and kept among the dead ones.")
        @DefaultValue("12")
        @Min(1)
        @Max(100)
        int attempts,

        @Setting("Wait before the second attempt; it doubles from then on.") @DefaultValue("1s")
        Duration firstWait,

        @Setting("The longest wait between two attempts.") @DefaultValue("5m")
        Duration longestWait,

        @Setting("How long outside work may take before its event is handed to another worker.") @DefaultValue("5m")
        Duration lease,

        @Setting("Outside work that one consumer does at the same time.") @DefaultValue("8") @Min(1) @Max(1000)
        int leased) {

    Backoff backoff() {
        return new Backoff(firstWait, longestWait);
    }
}
