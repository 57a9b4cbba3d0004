package ai.chatforge.document;

import ai.chatforge.document.extract.ExtractionLimits;
import ai.chatforge.document.web.WebSettings;
import ai.chatforge.platform.config.Setting;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Sources and training. */
@ConfigurationProperties("chatforge.document")
record DocumentSettings(
        @Setting("Sources that are trained at the same time.") @DefaultValue("2") @Min(1) @Max(64)
        int trainingJobs,

        @Setting(
                "Sources of one account that are trained at the same time; those of others need not wait for the rest.")
        @DefaultValue("1")
        @Min(1)
        @Max(64)
        int trainingJobsPerAccount,

        @Setting("How long a link to an original file is valid.") @DefaultValue("10m")
        Duration fileLinkLife,

        @Setting("What reading one file may cost, in a process of its own.") @DefaultValue @Valid
        ExtractionLimits extraction,

        @Setting("How pages are fetched.") @DefaultValue @Valid
        WebSettings web) {}
