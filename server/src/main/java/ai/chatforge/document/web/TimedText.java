package ai.chatforge.document.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.parser.Parser;

/**
 * Reads WebVTT and SubRip, as people paste them: whatever has time stamps and words under them. Also what is copied from
 * the transcript beside a video at YouTube, where a time such as 1:05 stands above or before the words.
 */
public final class TimedText {
    private static final Pattern TIMES =
            Pattern.compile("\\s*(?:(\\d{1,3}):)?(\\d{1,2}):(\\d{2})(?:[.,]\\d{1,3})?\\s*--?>\\s*[\\d:.,]+.*");
    private static final Pattern MOMENT = Pattern.compile("(?:(\\d{1,2}):)?(\\d{1,2}):([0-5]\\d)(?:\\s+(\\S.*))?");
    private static final Pattern BLOCK = Pattern.compile("(NOTE|STYLE|REGION)(\\s.*)?");
    private static final Pattern TAG = Pattern.compile("<[^<>]{0,200}>|\\{\\\\[^{}]{0,80}}");
    private static final Pattern COUNTER = Pattern.compile("\\d{1,6}");
    private static final int LATEST = 360_000;

    private TimedText() {}

    /** @return empty when there is not one time stamp with words */
    public static List<Cue> read(String text) {
        List<String> lines =
                text.lines().map(line -> line.replace("\uFEFF", "").strip()).toList();
        List<Cue> cues = captions(lines);
        return cues.isEmpty() ? copied(lines) : cues;
    }

    private static List<Cue> copied(List<String> lines) {
        List<Cue> cues = new ArrayList<>();
        int second = -1;
        for (String line : lines) {
            Matcher moment = MOMENT.matcher(line);
            boolean timed = moment.matches();
            second = timed ? second(moment) : second;
            String said = timed ? moment.group(4) : line;
            String words = said == null ? "" : words(said);
            if (second >= 0 && !words.isEmpty()) {
                cues.add(new Cue(second, words));
            }
        }
        return cues;
    }

    private static List<Cue> captions(List<String> lines) {
        List<Cue> cues = new ArrayList<>();
        String last = "";
        int second = -1;
        boolean skipping = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher times = TIMES.matcher(line);
            if (times.matches()) {
                second = second(times);
                skipping = false;
            } else if (line.isEmpty()) {
                skipping = false;
            } else if (BLOCK.matcher(line).matches()
                    && (i == 0 || lines.get(i - 1).isBlank())) {
                skipping = true;
            } else if (second >= 0 && !skipping && !isCounter(lines, i)) {
                String words = words(line);
                // Captions that roll up show each line twice.
                if (!words.isEmpty() && !words.equals(last)) {
                    cues.add(new Cue(second, words));
                    last = words;
                }
            }
        }
        return cues;
    }

    /** The number, or the name, of the cue that comes next. */
    private static boolean isCounter(List<String> lines, int at) {
        boolean beforeTimes =
                at + 1 < lines.size() && TIMES.matcher(lines.get(at + 1)).matches();
        boolean alone = at == 0
                || lines.get(at - 1).isBlank()
                || COUNTER.matcher(lines.get(at).strip()).matches();
        return beforeTimes && alone;
    }

    private static int second(Matcher times) {
        int hours = times.group(1) == null ? 0 : Integer.parseInt(times.group(1));
        int second = hours * 3600 + Integer.parseInt(times.group(2)) * 60 + Integer.parseInt(times.group(3));
        return Math.min(second, LATEST);
    }

    private static String words(String line) {
        return Parser.unescapeEntities(TAG.matcher(line).replaceAll(""), false)
                .replaceAll("[\\p{Cntrl}\\u200B\\u200E\\u200F]", "")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
