package ai.chatforge.document.extract;

import ai.chatforge.platform.config.Setting;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What reading one file may cost.
 *
 * @param workers files read at the same time, each in its own process
 * @param heap heap of a worker process; the process takes about 100 MB more
 * @param silence time without a new page or section after which a worker is ended
 * @param total time for a whole file; waiting for the receiver of the text does not count
 * @param idle time after which a worker without work ends
 * @param maxCharacters text of one file
 * @param maxPages pages of one PDF
 */
public record ExtractionLimits(
        @Setting("Files that are read at the same time, each in a process of its own. Files of chat questions have as"
                + " many processes besides, two at the least.")
        @Min(1)
        @Max(64)
        @DefaultValue("1")
        int workers,

        @Setting(
                "Heap of such a process. Where files of chat questions have two processes instead of one, each has half"
                        + " of it.")
        @DefaultValue("384MB")
        DataSize heap,

        @Setting("Time without a new page or section after which reading is given up.") @DefaultValue("120s")
        Duration silence,

        @Setting("Time for a whole file.") @DefaultValue("15m")
        Duration total,

        @Setting("Time after which a process without work ends.") @DefaultValue("60s")
        Duration idle,

        @Setting("Characters of text of one file at the most.") @Min(1) @DefaultValue("200000000")
        long maxCharacters,

        @Setting("Pages of one PDF at the most.") @Min(1) @DefaultValue("20000")
        int maxPages) {

    /**
     * For files that somebody waits for: the same heap in all, but at least two workers, so that one file keeps nobody
     * from having another one read; and less time for each.
     */
    public ExtractionLimits waitedFor(Duration time) {
        int atOnce = Math.max(2, workers);
        return new ExtractionLimits(
                atOnce,
                DataSize.ofBytes(heap.toBytes() * workers / atOnce),
                silence.compareTo(time) < 0 ? silence : time,
                total.compareTo(time) < 0 ? total : time,
                idle,
                maxCharacters,
                maxPages);
    }

    public static ExtractionLimits standard() {
        return new ExtractionLimits(
                1,
                DataSize.ofMegabytes(384),
                Duration.ofSeconds(120),
                Duration.ofMinutes(15),
                Duration.ofSeconds(60),
                200_000_000,
                20_000);
    }
}
