package ai.chatforge.document;

import ai.chatforge.platform.storage.FolderStorage;
import ai.chatforge.platform.web.HoldsText;
import ai.chatforge.platform.web.PlainLine;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Questions and answers of a source, in its file. */
@Component
class Pairs {
    static final int MOST = 1_000;

    /** Left out of other texts as well; a database refuses some of them. */
    private static final Pattern NO_TEXT = Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\\n\\r\\t]]");

    private final FolderStorage files;
    private final Leftovers leftovers;
    private final JsonMapper json;

    Pairs(FolderStorage files, Leftovers leftovers, JsonMapper json) {
        this.files = files;
        this.leftovers = leftovers;
        this.json = json;
    }

    @Schema(name = "QuestionAndAnswer")
    record Pair(
            @Schema(example = "Do you ship to Norway?") @NotNull @HoldsText @Size(max = 500) @PlainLine
            String question,

            @Schema(example = "Yes, within five days.") @NotNull @HoldsText @Size(max = 10_000)
            String answer) {}

    Content store(List<Pair> pairs) throws IOException {
        byte[] content = json.writeValueAsBytes(pairs.stream()
                .map(pair -> new Pair(clean(pair.question()), clean(pair.answer())))
                .toList());
        return Content.of(leftovers.store(new ByteArrayInputStream(content)), null, MediaType.APPLICATION_JSON_VALUE);
    }

    private static String clean(String text) {
        return NO_TEXT.matcher(text).replaceAll("");
    }

    List<Pair> read(Source source) {
        try {
            byte[] content = Files.readAllBytes(files.path(Objects.requireNonNull(source.storageKey())));
            return Arrays.asList(json.readValue(content, Pair[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
