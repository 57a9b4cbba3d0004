package ai.chatforge.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Pages in a browser. No visitor's console may have anything to complain about. */
abstract class BrowserSuite {
    protected static final int DESK = 1280;

    protected final Site site;
    private final List<Visitor> visitors = new ArrayList<>();

    BrowserSuite(Site site) {
        this.site = site;
    }

    protected Visitor visit() {
        return visit(DESK, ColorScheme.LIGHT);
    }

    protected Visitor visit(int width, ColorScheme colours) {
        return visit(site.chromium().context(width, colours));
    }

    protected Visitor visit(BrowserContext context) {
        Visitor visitor = new Visitor(site.installation(), context);
        visitors.add(visitor);
        return visitor;
    }

    @AfterEach
    void nobodyHadAComplaint() {
        List<String> complaints = visitors.stream()
                .flatMap(visitor -> visitor.complaints().stream())
                .toList();
        visitors.forEach(Visitor::close);
        visitors.clear();
        assertThat(complaints).isEmpty();
    }
}
