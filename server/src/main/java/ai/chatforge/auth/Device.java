package ai.chatforge.auth;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a User-Agent header tells of browser and system, in the words of their users: enough to know one's own again. */
final class Device {
    private static final int LONGEST_NAME = 40;

    /** In this order, as browsers name those that they want to be taken for, too. */
    private static final Map<String, String> BROWSERS = new LinkedHashMap<>();

    private static final Map<String, String> SYSTEMS = new LinkedHashMap<>();

    static {
        BROWSERS.put("Edg", "Edge");
        BROWSERS.put("OPR/", "Opera");
        BROWSERS.put("SamsungBrowser/", "Samsung Internet");
        BROWSERS.put("Firefox/", "Firefox");
        BROWSERS.put("FxiOS/", "Firefox");
        BROWSERS.put("CriOS/", "Chrome");
        BROWSERS.put("Chrome/", "Chrome");
        BROWSERS.put("Safari/", "Safari");
        SYSTEMS.put("iPhone", "iPhone");
        SYSTEMS.put("iPad", "iPad");
        SYSTEMS.put("Android", "Android");
        SYSTEMS.put("Windows", "Windows");
        SYSTEMS.put("CrOS", "ChromeOS");
        SYSTEMS.put("Mac OS X", "macOS");
        SYSTEMS.put("Linux", "Linux");
    }

    private Device() {}

    static String of(String userAgent) {
        String system = named(SYSTEMS, userAgent);
        String browser = named(BROWSERS, userAgent);
        String program = browser.isEmpty() ? product(userAgent) : browser;
        return system.isEmpty() ? program : program + " on " + system;
    }

    private static String named(Map<String, String> names, String userAgent) {
        return names.entrySet().stream()
                .filter(name -> userAgent.contains(name.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    /** The first word, such as that of {@code curl/8.5.0}. */
    private static String product(String userAgent) {
        String word = userAgent.strip().replaceFirst("(?s)[/\\s].*", "");
        return word.isEmpty() ? "Unknown program" : word.substring(0, Math.min(LONGEST_NAME, word.length()));
    }
}
