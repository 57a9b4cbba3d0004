package ai.chatforge.user;

import ai.chatforge.platform.config.Setting;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Plans of accounts. */
@ConfigurationProperties("chatforge.user")
record UserSettings(
        @Setting("Plan of accounts that bought none: free, plus, pro, business or enterprise, which has no limits.")
        @DefaultValue("free")
        @NotBlank
        String basePlan,

        @Setting("Plan that new accounts may try, where it is a larger one.") @DefaultValue("pro") @NotBlank
        String trialPlan,

        @Setting("Days that a new account may try it; 0: no trial.") @DefaultValue("14") @Min(0) @Max(3650)
        int trialDays) {}
