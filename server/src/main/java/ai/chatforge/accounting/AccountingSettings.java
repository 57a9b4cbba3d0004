package ai.chatforge.accounting;

import ai.chatforge.platform.config.Setting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Credits. */
@ConfigurationProperties("chatforge.accounting")
record AccountingSettings(
        @Setting("How long an answer may make no progress before it is settled from what was delivered.")
        @DefaultValue("45s")
        Duration lease,

        @Setting("The same for sessions of streaming services outside.") @DefaultValue("10m")
        Duration sessionLease,

        @Setting("How often it is looked for answers that make no progress.") @DefaultValue("10s")
        Duration sweepEvery) {}
