package ai.chatforge.email;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** Fills templates. In HTML every value is escaped. */
final class Pages {
    private Pages() {}

    /** Made with the first page, so that a start need not wait for it. */
    private static final class Engine {
        static final TemplateEngine THYMELEAF = make();

        private static TemplateEngine make() {
            TemplateEngine engine = new TemplateEngine();
            engine.addTemplateResolver(resolver("*.html", TemplateMode.HTML));
            engine.addTemplateResolver(resolver("*.txt", TemplateMode.TEXT));
            return engine;
        }

        private static ClassLoaderTemplateResolver resolver(String names, TemplateMode mode) {
            ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver(Pages.class.getClassLoader());
            resolver.setPrefix("ai/chatforge/email/");
            resolver.setResolvablePatterns(Set.of(names));
            resolver.setTemplateMode(mode);
            resolver.setCharacterEncoding("UTF-8");
            return resolver;
        }
    }

    static String fill(String template, Map<String, @Nullable Object> values) {
        return Engine.THYMELEAF.process(template, new Context(Locale.ROOT, values));
    }
}
