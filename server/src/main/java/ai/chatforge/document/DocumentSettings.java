package ai.chatforge.document;

import ai.chatforge.document.extract.ExtractionLimits;
import ai.chatforge.document.web.WebSettings;
import ai.chatforge.platform.config.Setting;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
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

        @Setting("Text in pictures and scans is read when Tesseract is installed: auto or off.") @DefaultValue("auto")
        Ocr ocr,

        @Setting("Languages of such text by Tesseract's names; those not installed are left out.") @DefaultValue("eng")
        List<String> ocrLanguages,

        @Setting("Where clamd is asked about each file before it is read: off, host:port or the path of its socket.")
        @DefaultValue("off")
        @Pattern(
                regexp = "off|/.+|\\[?[^\\[\\]\\s/]+]?:\\d{1,5}",
                message = "must be off, host:port or the path of clamd's socket")
        String virusScan,

        @Setting("What reading one file may cost, in a process of its own.") @DefaultValue @Valid
        ExtractionLimits extraction,

        @Setting("How pages are fetched.") @DefaultValue @Valid
        WebSettings web) {

    enum Ocr {
        AUTO,
        OFF
    }
}
