package ai.chatforge.chat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Questions that lean on the conversation: by a word that points back ("how much is it?"), by going on in the middle
 * ("and in winter?"), or by being no whole question ("for children?"). In English, German, Spanish and Chinese.
 */
final class FollowUps {
    /** How many questions back what is asked about may have been named. */
    private static final int FAR = 3;

    private static final int FRAGMENT = 4;
    private static final int SHORT_CHINESE = 7;
    private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");
    private static final Pattern CHINESE_CARRIES_NOTHING =
            Pattern.compile("请问|那么|还有|如果|的话|吗|呢|吧|啊|呀|[它他她]们?|这个|那个|[\\p{P}\\p{S}\\s]+");

    private static final Pattern CHINESE_POINTS_BACK =
            Pattern.compile("[它他她]|其中|前者|后者|(?<!到)这(?![里儿]附近|周|个月|个周末|次)|那(?!么多)|此(?!外)|上述|同样|(?<!其)另一");
    private static final Pattern CHINESE_GOES_ON =
            Pattern.compile("^(那|还有|而且|但是?|可是|另外|或者|以及|如果)|^.{1,6}呢[?？]?$|也(一样|是|要|能|可以)");

    private static final Set<String> POINT_BACK = words("it its itself they them their theirs he him his she her hers"
            + " this that these those one ones both either neither former latter others another same such"
            + " er ihn ihm ihnen sie ihr ihre ihrer ihren ihrem es dies diese dieser dieses diesen diesem jene jener"
            + " jenes dort dafür davon damit dazu daran darauf darin daraus dabei dadurch dagegen danach derselbe"
            + " dieselbe dasselbe denselben selben selbe andere anderen anderer anderes beide beiden solche solchen"
            + " él ella ello ellos ellas eso esa ese esos esas esto esta este estos estas lo ahí allí allá aquel"
            + " aquella mismo misma mismos mismas otro otra otros otras ambos ambas");
    /** Behind "this" and "es": not what was spoken of. */
    private static final Set<String> POINT_ELSEWHERE =
            words("week month year morning evening afternoon weekend time summer"
                    + " winter woche monat jahr abend wochenende mal jahreszeit semana mes año noche tarde mañana vez"
                    + " verano invierno possible true möglich wahr posible cierto");

    private static final Set<String> GO_ON =
            words("and or but also then so otherwise und oder aber auch dann sonst y o pero también entonces");
    private static final Pattern GOES_ON =
            Pattern.compile("^(what|how) about\\b.*|^(was|wie) ist (es )?mit\\b.*|^qué (tal|hay|pasa con)\\b.*");
    private static final Pattern POINTS_NOWHERE = Pattern.compile("\\b(gibt es|es gibt|gibt's|one of your|geht es"
            + "|is it (possible|true|ok|okay|allowed) (to|that|if)|ist es (möglich|erlaubt)"
            + "|lo que|por eso|de lo|a lo largo)\\b");

    /** A question with one of these has a subject of its own. */
    private static final Set<String> SPEAKERS = words(
            "i you your we our us ich du dein deine wir uns euch euer eure man"
                    + " yo tú usted ustedes nosotros tienen tienes tiene puedo puede pueden podemos aceptan ofrecen hay");

    private static final Set<String> COURTESY =
            words("hi hello hey thanks thank ok okay yes no bye goodbye great cool nice please"
                    + " hallo danke dankeschön ja nein tschüss super gut guten tag morgen"
                    + " hola gracias vale sí adiós buenas buenos días");
    private static final Pattern CHINESE_COURTESY = Pattern.compile("你好|您好|谢谢.*|好的|再见|是的?|不是?");

    private FollowUps() {}

    private static Set<String> words(String list) {
        return Set.of(list.split(" ", -1));
    }

    static boolean leans(String question) {
        return CHINESE.matcher(question).find() ? leansInChinese(question) : kind(question) != Kind.WHOLE;
    }

    private enum Kind {
        WHOLE,
        POINTS_BACK,
        /** What it asks takes the place of what the question before it asked. */
        FRAGMENT
    }

    private static boolean leansInChinese(String question) {
        String plain = question.strip().replaceAll("[\\p{P}\\s]+$", "");
        if (CHINESE_COURTESY.matcher(plain).matches()) {
            return false;
        }
        return CHINESE_POINTS_BACK.matcher(plain).find()
                || CHINESE_GOES_ON.matcher(plain).find()
                || (plain.length() < SHORT_CHINESE && !plain.matches(".*[你您我].*"));
    }

    private static Kind kind(String question) {
        List<String> words = Words.in(question);
        List<String> lower =
                words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
        if (COURTESY.containsAll(lower)) {
            return Kind.WHOLE;
        }
        String text = String.join(" ", lower);
        boolean subject = lower.stream().anyMatch(SPEAKERS::contains) || isPolite(words);
        boolean brief = lower.size() < FRAGMENT
                || (lower.size() == FRAGMENT && content(question).size() <= 1);
        if (brief && !subject) {
            return pointsBack(words, lower, text) ? Kind.POINTS_BACK : Kind.FRAGMENT;
        }
        if (pointsBack(words, lower, text)) {
            return Kind.POINTS_BACK;
        }
        return GO_ON.contains(lower.getFirst()) || GOES_ON.matcher(text).matches() ? Kind.FRAGMENT : Kind.WHOLE;
    }

    /** "Haben Sie": the one who is asked. */
    private static boolean isPolite(List<String> words) {
        return words.stream().skip(1).anyMatch(word -> word.matches("Sie|Ihnen|Ihre?[nmrs]?"));
    }

    private static boolean pointsBack(List<String> words, List<String> lower, String text) {
        boolean nowhere = POINTS_NOWHERE.matcher(text).find();
        for (int i = 0; i < lower.size(); i++) {
            String next = i + 1 < lower.size() ? lower.get(i + 1) : "";
            boolean polite = i > 0 && words.get(i).matches("Sie|Ihnen|Ihre?[nmrs]?");
            if (POINT_BACK.contains(lower.get(i)) && !polite && !nowhere && !POINT_ELSEWHERE.contains(next)) {
                return true;
            }
        }
        // "Was kostet das?", but not "das Zimmer"; "is there one there?", but not "is there a garden?".
        return !lower.isEmpty() && Set.of("das", "there", "die", "den", "da").contains(lower.getLast());
    }

    /**
     * The question with the words of those before it that carry what they ask.
     *
     * @param earlier questions, the latest last
     */
    static String completed(String question, List<String> earlier) {
        Set<String> added = new LinkedHashSet<>();
        boolean fragment = isFragment(question);
        int from = Math.max(0, earlier.size() - FAR);
        for (int i = earlier.size() - 1; i >= from; i--) {
            String before = earlier.get(i);
            if (!leans(before)) {
                added.addAll(content(before));
                break;
            }
            // "And in spring?" takes the place of "and in winter?", not of "how much is it?".
            if (!(fragment && isFragment(before))) {
                added.addAll(content(before));
            }
        }
        added.removeAll(content(question));
        return added.isEmpty() ? question : question.strip() + " " + String.join(" ", added);
    }

    private static boolean isFragment(String question) {
        return CHINESE.matcher(question).find()
                ? CHINESE_GOES_ON.matcher(question.strip()).find()
                : kind(question) == Kind.FRAGMENT;
    }

    /** As they are written, so that an index of whatever language knows them again. */
    private static List<String> content(String question) {
        if (CHINESE.matcher(question).find()) {
            return CHINESE_CARRIES_NOTHING
                    .splitAsStream(question)
                    .filter(part -> !part.isBlank())
                    .toList();
        }
        List<String> content = new ArrayList<>();
        for (String word : Words.in(question)) {
            String lower = word.toLowerCase(Locale.ROOT);
            if (!Words.isCommon(lower) && !POINT_BACK.contains(lower) && !GO_ON.contains(lower)) {
                content.add(word);
            }
        }
        return content;
    }
}
