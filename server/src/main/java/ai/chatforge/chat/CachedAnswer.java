package ai.chatforge.chat;

import ai.chatforge.bot.api.BotProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Gives an answer again that was given before, into a stream like any other. */
record CachedAnswer(
        Answering.Parts parts, AnswerStream stream, BotProfile bot, Message begun, CachedAnswerRepository.Row row)
        implements Runnable {
    private static final int PIECE = 120;

    @Override
    public void run() {
        if (!row.citations().isEmpty()) {
            stream.append("citations", json(Map.of("citations", row.citations())));
        }
        for (String piece : pieces(row.content())) {
            stream.append("delta", json(Map.of("text", piece)));
        }
        new AnswerEnd(parts, stream, bot, AnswerCache.Keeping.NOWHERE)
                .with(begun.again(row.content(), row.citations()));
    }

    /** Between words where there are any; together the whole text. */
    static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (text.length() - from > PIECE) {
            int space = text.lastIndexOf(' ', from + PIECE);
            int to = space > from ? space : from + PIECE;
            if (Character.isLowSurrogate(text.charAt(to))) {
                to--;
            }
            pieces.add(text.substring(from, to));
            from = to;
        }
        pieces.add(text.substring(from));
        return pieces;
    }

    private byte[] json(Object value) {
        return parts.json().writeValueAsBytes(value);
    }
}
