package ai.chatforge.vector;

import ai.chatforge.platform.config.Setting;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Passages and search. */
@ConfigurationProperties("chatforge.vector")
record VectorSettings(
        @Setting("Most characters of a passage.") @DefaultValue("" + VectorSettings.PASSAGE_SIZE) @Min(200) @Max(4000)
        int passageSize,

        @Setting("Characters that a passage shares with the one before.") @DefaultValue("" + VectorSettings.PASSAGE_OVERLAP) @Min(0) @Max(1000)
        int passageOverlap,

        @Setting("Cores that embedding of sources may use; 0 means all.") @DefaultValue("0") @Min(0)
        int embeddingCores,

        @Setting("How long words and vectors of deleted passages may stay in the files of the search index, where"
                + " nobody finds them any more.")
        @DefaultValue("5m")
        Duration eraseAfter) {

    static final int PASSAGE_SIZE = 1000;
    static final int PASSAGE_OVERLAP = 200;
}
