package ai.chatforge.document.web;

import ai.chatforge.platform.config.Setting;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/** How pages are fetched. */
public record WebSettings(
        @Setting("Time between two requests to one host; a longer one that robots.txt asks for counts.")
        @DefaultValue("1s")
        @NotNull
        Duration delay,

        @Setting("How long one page may take.") @DefaultValue("30s") @NotNull
        Duration timeout,

        @Setting("Size of one page at the most, unpacked.") @DefaultValue("20MB") @NotNull
        DataSize largestPage,

        @Setting("Where transcripts of YouTube's videos are fetched.") @DefaultValue("https://www.youtube.com") @NotNull
        URI youtube) {}
