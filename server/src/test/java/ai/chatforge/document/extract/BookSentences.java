package ai.chatforge.document.extract;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** English sentences about running a plant, put together at random: grammatical, varied, meaningless. */
final class BookSentences {
    private static final List<String> THINGS = List.of(
            "pump",
            "valve",
            "boiler",
            "controller",
            "sensor",
            "filter",
            "compressor",
            "gearbox",
            "conveyor",
            "generator",
            "radiator",
            "turbine",
            "bearing",
            "gasket",
            "manifold",
            "thermostat",
            "relay",
            "inverter",
            "hydraulic line",
            "cooling tower",
            "fuel tank",
            "pressure gauge",
            "drive shaft",
            "control panel",
            "emergency switch",
            "ventilation duct",
            "storage battery",
            "safety fence",
            "exhaust stack",
            "feed hopper");
    private static final List<String> KINDS = List.of(
            "main",
            "secondary",
            "worn",
            "heated",
            "sealed",
            "spare",
            "upper",
            "lower",
            "electric",
            "portable",
            "calibrated",
            "rusty",
            "faulty",
            "replaced",
            "insulated",
            "external",
            "pressurised",
            "redundant");
    private static final List<String> PEOPLE = List.of(
            "The operator",
            "A technician",
            "The shift leader",
            "An inspector",
            "The maintenance team",
            "The supplier",
            "A trained engineer",
            "The night crew",
            "The plant manager",
            "Every visitor");
    private static final List<String> DEEDS = List.of(
            "checks",
            "cleans",
            "replaces",
            "adjusts",
            "measures",
            "records",
            "isolates",
            "lubricates",
            "restarts",
            "tightens",
            "drains",
            "labels",
            "photographs",
            "dismantles",
            "tests",
            "documents");
    private static final List<String> TIMES = List.of(
            "before each shift",
            "every two weeks",
            "after a power failure",
            "once the temperature has settled",
            "within three hours",
            "at the end of the quarter",
            "while the line is stopped",
            "during the first month",
            "when the warning lamp is lit",
            "as soon as the level drops",
            "on the second Monday of the month");
    private static final List<String> REASONS = List.of(
            "because vibration loosens the bolts",
            "so that no steam escapes",
            "since the warranty demands it",
            "to keep the noise under the limit",
            "as the regulations require",
            "in order to save energy",
            "because the previous model overheated",
            "to avoid an unplanned stop",
            "although it is seldom needed");
    private static final List<String> UNITS = List.of("bar", "degrees", "litres", "volts", "millimetres", "kilograms");

    private final Random random;

    BookSentences(Random random) {
        this.random = random;
    }

    String topic() {
        return "The " + thing() + " and the " + thing();
    }

    String paragraph(int sentences) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sentences; i++) {
            text.append(i == 0 ? "" : " ").append(sentence());
        }
        return text.toString();
    }

    private String sentence() {
        return switch (random.nextInt(5)) {
            case 0 -> any(PEOPLE) + " " + any(DEEDS) + " the " + thing() + " " + any(TIMES) + ".";
            case 1 -> any(PEOPLE) + " " + any(DEEDS) + " the " + thing() + " " + any(REASONS) + ".";
            case 2 -> "The " + thing() + " must not exceed " + number() + " " + any(UNITS) + " " + any(TIMES) + ".";
            case 3 ->
                "If the " + thing() + " fails, the " + thing() + " takes over, and "
                        + any(PEOPLE).toLowerCase(Locale.ROOT) + " " + any(DEEDS) + " both " + any(TIMES) + ".";
            default ->
                "Part number " + (1_000 + random.nextInt(90_000)) + " fits the " + thing() + " and the " + thing()
                        + ", " + any(REASONS) + ".";
        };
    }

    private String thing() {
        return any(KINDS) + " " + any(THINGS);
    }

    private int number() {
        return 2 + random.nextInt(900);
    }

    private String any(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
