package ai.chatforge.platform.job;

import ai.chatforge.platform.config.Setting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** How jobs are found and watched. */
@ConfigurationProperties("chatforge.jobs")
public record JobSettings(
        @Setting("How often a process looks for jobs that are due.") @DefaultValue("1s")
        Duration poll,

        @Setting(
                "How often a process says that its jobs are alive; after four times of silence another takes them over.")
        @DefaultValue("5s")
        Duration heartbeat,

        @Setting("How long a stop waits for running jobs. They are resumed at the next start.") @DefaultValue("5s")
        Duration stopPatience) {}
