package ai.chatforge.platform.account;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of what a service hands out: a megabyte or two at the most.
 *
 * @param next where to go on; null at the end
 */
public record ExportPage(List<Piece> pieces, @Nullable String next) {
    public static final ExportPage EMPTY = new ExportPage(List.of(), null);

    /**
     * Part of a file. The parts of one file follow each other.
     *
     * @param file with a folder of the service's, such as {@code bot/bot.json}
     */
    public record Piece(String file, byte[] content) {}

    public static ExportPage of(String file, byte[] content, @Nullable String next) {
        return new ExportPage(List.of(new Piece(file, content)), next);
    }
}
