package ai.chatforge.document.web;

import ai.chatforge.platform.http.OutsideAccess;
import ai.chatforge.platform.http.OutsideHttp;
import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRules.RobotRulesMode;
import crawlercommons.robots.SimpleRobotRulesParser;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a host asks of programs (RFC 9309). */
record Robots(BaseRobotRules rules) {
    static final String NAME = "chatforge";

    private static final int LARGEST = 500 * 1024;
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

    /** @throws IOException when the host does not answer; then nobody knows what it allows */
    static Robots of(URI page, OutsideHttp http, Duration timeout) throws IOException {
        URI url = URI.create(WebAddress.origin(page) + "/robots.txt");
        OutsideHttp.Request request = new OutsideHttp.Request("GET", url, Map.of(), null, "", timeout, timeout);
        try (OutsideHttp.Response response = http.send(request, OutsideAccess.PUBLIC_ONLY)) {
            SimpleRobotRulesParser parser = new SimpleRobotRulesParser();
            if (response.status() == 200) {
                byte[] body = response.body(Long.MAX_VALUE).readNBytes(LARGEST);
                return new Robots(parser.parseContent(url.toString(), body, "text/plain", List.of(NAME)));
            }
            // No such file, or none for us: everything is allowed. A fault of the server: nothing is.
            boolean fault = response.status() >= 500 || response.status() == 429;
            SimpleRobotRules rules = new SimpleRobotRules(fault ? RobotRulesMode.ALLOW_NONE : RobotRulesMode.ALLOW_ALL);
            rules.setDeferVisits(fault);
            return new Robots(rules);
        }
    }

    boolean allow(URI page) {
        return rules.isAllowed(page.toString());
    }

    /** The host could not say what it allows. */
    boolean areUnknown() {
        return rules.isDeferVisits();
    }

    Duration delay(Duration atLeast) {
        Duration asked = Duration.ofMillis(Math.max(0, rules.getCrawlDelay()));
        Duration bearable = asked.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : asked;
        return bearable.compareTo(atLeast) > 0 ? bearable : atLeast;
    }

    List<String> sitemaps() {
        return rules.getSitemaps();
    }
}
