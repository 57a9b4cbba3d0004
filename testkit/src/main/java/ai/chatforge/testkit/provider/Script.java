package ai.chatforge.testkit.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a model does, read from its name, so that a provider in another process can be told as well. A name is any of
 * these parts, joined by hyphens, such as {@code reset-after-3-every-50ms}:
 *
 * <ul>
 *   <li>content: {@code words-20} (w1 w2 w3 ..., the default), {@code echo-prompt} (the whole prompt), {@code cites-1-2}
 *       (a sentence with the marker [1], one with [2]), {@code says-to+be+or+not} (these words;
 *       {@code says-to+be-5-times} so often), {@code declines-I+will+not} (these words, with OpenAI as
 *       a refusal and not as content), {@code calls-lookup}
 *       (calls the tool of that name for the city of Lisbon; answers with what the tool said once it is told);
 *   <li>pace: {@code every-50ms} between words, {@code first-after-3000ms}, {@code byte-by-byte} (each byte of the body
 *       its own chunk);
 *   <li>usage: {@code no-usage}, {@code zero-usage}, {@code cached-5} (so many tokens of the prompt);
 *   <li>thoughts: {@code thinks-50}: so many tokens of its output before the first word;
 *   <li>refusals: {@code newest} (what the vendor's newest models refuse: with OpenAI tools without {@code
 *       reasoning_effort: none}, with Anthropic a forced {@code tool_choice}), {@code refuses-stop+max_tokens} (these
 *       fields, one at a time, as OpenAI does), {@code forbids-stream_options} (all of these at once, as Mistral does),
 *       {@code bounds-max_tokens} (what stands in it, as DeepSeek does), {@code status-429} and any other status from 400; {@code retry-after-30s} with it;
 *   <li>faults before the first byte: {@code reset-before-first} (TCP reset), {@code close-before-first},
 *       {@code stalls-before-first} (until the caller leaves);
 *   <li>faults after N words: {@code reset-after-3}, {@code close-after-3} (the connection ends in good order, the body
 *       does not), {@code ends-after-3} (a whole body, but neither finish reason nor [DONE]), {@code stalls-after-3};
 *   <li>faults after two words: {@code half-chunk} (half an event, then the connection ends), {@code not-json},
 *       {@code error-in-stream};
 *   <li>{@code html-200}: a page, as a proxy in between answers.
 * </ul>
 *
 * @param fault what goes wrong, after how many words; -1 is before the first byte
 */
record Script(
        Content content, Duration first, Duration every, boolean byteByByte, Told told, Fault fault, Extra extra) {
    private static final int USUAL_WORDS = 20;
    private static final int FAULT_AFTER = 2;
    private static final long USUAL_RETRY = 1;
    private static final List<String> ARGUMENTS = List.of("{\"city\":", "\"Lisbon\"}");
    private static final int BEFORE_FIRST = -1;
    private static final Pattern PART =
            Pattern.compile("(?<words>words-(?<n>\\d{1,7}))|(?<echo>echo-prompt)|cites(?<cites>(?:-\\d{1,4})+)"
                    + "|says-(?<says>[\\p{L}\\p{N}]+(?:\\+[\\p{L}\\p{N}]+)*)(?:-(?<often>\\d{1,4})-times)?"
                    + "|declines-(?<declines>[\\p{L}\\p{N}]+(?:\\+[\\p{L}\\p{N}]+)*)"
                    + "|calls-(?<calls>[A-Za-z_][A-Za-z0-9_]*)|cached-(?<cached>\\d{1,7})|retry-after-(?<retry>\\d{1,6})s"
                    + "|every-(?<every>\\d{1,6})ms|first-after-(?<first>\\d{1,6})ms|(?<bytes>byte-by-byte)"
                    + "|(?<usage>no|zero)-usage|thinks-(?<thinks>\\d{1,7})|(?<newest>newest)"
                    + "|(?<refuser>refuses|forbids|bounds)-(?<fields>[a-z_]+(?:\\+[a-z_]+)*)|status-(?<status>[45]\\d\\d)"
                    + "|(?<early>reset|close|stalls)-before-first|(?<late>reset|close|ends|stalls)-after-(?<after>\\d{1,7})"
                    + "|(?<broken>half-chunk|not-json|error-in-stream|html-200)");

    sealed interface Content {
        record Words(int count) implements Content {}

        record Echo() implements Content {}

        record Cites(List<Integer> markers) implements Content {}

        record Says(List<String> words) implements Content {}

        record Declines(List<String> words) implements Content {}

        record Calls(String tool) implements Content {}
    }

    /**
     * @param cached tokens of the prompt
     * @param retryAfter seconds
     * @param thoughts tokens of the output
     * @param refused fields of requests
     * @param refuser in which words
     */
    record Extra(long cached, long retryAfter, int thoughts, boolean newest, List<String> refused, String refuser) {}

    enum Told {
        COUNTED,
        ZERO,
        NOTHING
    }

    sealed interface Fault {
        int after();

        record None() implements Fault {
            @Override
            public int after() {
                return Integer.MAX_VALUE;
            }
        }

        record Status(int code) implements Fault {
            @Override
            public int after() {
                return BEFORE_FIRST;
            }
        }

        record Broken(Way way, int after) implements Fault {}
    }

    enum Way {
        RESET,
        CLOSE,
        ENDS,
        STALLS,
        HALF_CHUNK,
        NOT_JSON,
        ERROR_IN_STREAM,
        HTML_200
    }

    /** Empty where the name is no script. */
    static Optional<Script> of(String model) {
        Script script = new Script(
                new Content.Words(USUAL_WORDS),
                Duration.ZERO,
                Duration.ZERO,
                false,
                Told.COUNTED,
                new Fault.None(),
                new Extra(0, USUAL_RETRY, 0, false, List.of(), ""));
        Matcher part = PART.matcher(model);
        int at = 0;
        while (part.find(at) && part.start() == at) {
            script = script.with(part);
            if (part.end() == model.length()) {
                return Optional.of(script);
            }
            if (model.charAt(part.end()) != '-') {
                return Optional.empty();
            }
            at = part.end() + 1;
        }
        return Optional.empty();
    }

    private Script with(Matcher part) {
        if (part.group("words") != null) {
            return with(new Content.Words(Integer.parseInt(part.group("n"))));
        } else if (part.group("echo") != null) {
            return with(new Content.Echo());
        } else if (part.group("cites") != null) {
            return with(new Content.Cites(Pattern.compile("-")
                    .splitAsStream(part.group("cites").substring(1))
                    .map(Integer::valueOf)
                    .toList()));
        } else if (part.group("says") != null) {
            int often = part.group("often") == null ? 1 : Integer.parseInt(part.group("often"));
            return with(new Content.Says(
                    Collections.nCopies(often, List.of(part.group("says").split("\\+", -1))).stream()
                            .flatMap(List::stream)
                            .toList()));
        } else if (part.group("declines") != null) {
            return with(new Content.Declines(List.of(part.group("declines").split("\\+", -1))));
        } else if (part.group("calls") != null) {
            return with(new Content.Calls(part.group("calls")));
        } else if (part.group("cached") != null) {
            return with(new Extra(
                    Long.parseLong(part.group("cached")),
                    extra.retryAfter(),
                    extra.thoughts(),
                    extra.newest(),
                    extra.refused(),
                    extra.refuser()));
        } else if (part.group("retry") != null) {
            return with(new Extra(
                    extra.cached(),
                    Long.parseLong(part.group("retry")),
                    extra.thoughts(),
                    extra.newest(),
                    extra.refused(),
                    extra.refuser()));
        } else if (part.group("thinks") != null) {
            return with(new Extra(
                    extra.cached(),
                    extra.retryAfter(),
                    Integer.parseInt(part.group("thinks")),
                    extra.newest(),
                    extra.refused(),
                    extra.refuser()));
        } else if (part.group("newest") != null) {
            return with(new Extra(
                    extra.cached(), extra.retryAfter(), extra.thoughts(), true, extra.refused(), extra.refuser()));
        } else if (part.group("refuser") != null) {
            return with(new Extra(
                    extra.cached(),
                    extra.retryAfter(),
                    extra.thoughts(),
                    extra.newest(),
                    List.of(part.group("fields").split("\\+", -1)),
                    part.group("refuser")));
        } else if (part.group("every") != null) {
            return new Script(content, first, millis(part.group("every")), byteByByte, told, fault, extra);
        } else if (part.group("first") != null) {
            return new Script(content, millis(part.group("first")), every, byteByByte, told, fault, extra);
        } else if (part.group("bytes") != null) {
            return new Script(content, first, every, true, told, fault, extra);
        } else if (part.group("usage") != null) {
            Told usage = part.group("usage").equals("no") ? Told.NOTHING : Told.ZERO;
            return new Script(content, first, every, byteByByte, usage, fault, extra);
        }
        return new Script(content, first, every, byteByByte, told, fault(part), extra);
    }

    private Script with(Content other) {
        return new Script(other, first, every, byteByByte, told, fault, extra);
    }

    private Script with(Extra other) {
        return new Script(content, first, every, byteByByte, told, fault, other);
    }

    private static Fault fault(Matcher part) {
        if (part.group("status") != null) {
            return new Fault.Status(Integer.parseInt(part.group("status")));
        } else if (part.group("early") != null) {
            return new Fault.Broken(way(part.group("early")), BEFORE_FIRST);
        } else if (part.group("late") != null) {
            return new Fault.Broken(way(part.group("late")), Integer.parseInt(part.group("after")));
        }
        Way way = way(part.group("broken"));
        return new Fault.Broken(way, way == Way.HTML_200 ? BEFORE_FIRST : FAULT_AFTER);
    }

    private static Way way(String name) {
        return Way.valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    private static Duration millis(String digits) {
        return Duration.ofMillis(Integer.parseInt(digits));
    }

    /** The answer in the pieces that a model would send, each one a token of this provider. */
    List<String> pieces(Prompt prompt) {
        List<String> all =
                switch (content) {
                    case Content.Words(int count) ->
                        IntStream.rangeClosed(1, count)
                                .mapToObj(i -> i == 1 ? "w1" : " w" + i)
                                .toList();
                    case Content.Echo() -> prompt.pieces();
                    case Content.Cites(List<Integer> markers) -> cites(markers);
                    case Content.Says(List<String> words) -> apart(words);
                    case Content.Declines(List<String> words) -> apart(words);
                    case Content.Calls _ -> prompt.answersTool() ? prompt.lastPieces() : ARGUMENTS;
                };
        int most = Math.max(0, prompt.maxTokens() - extra.thoughts());
        return all.size() > most ? all.subList(0, most) : all;
    }

    /** The tool that is called; null where the answer is text. */
    @Nullable
    String calledTool(Prompt prompt) {
        return content instanceof Content.Calls(String tool) && !prompt.answersTool() ? tool : null;
    }

    private static List<String> apart(List<String> words) {
        return IntStream.range(0, words.size())
                .mapToObj(i -> i == 0 ? words.get(i) : " " + words.get(i))
                .toList();
    }

    /** Where OpenAI's answers have the words. */
    String field() {
        return content instanceof Content.Declines ? "refusal" : "content";
    }

    private static List<String> cites(List<Integer> markers) {
        List<String> pieces = new ArrayList<>();
        for (int marker : markers) {
            pieces.addAll(List.of(pieces.isEmpty() ? "This" : " This", " is", " what", " the", " source", " says"));
            pieces.addAll(List.of(" [", Integer.toString(marker), "]", "."));
        }
        return pieces;
    }
}
