package ai.chatforge.chat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What is logged meanwhile, on all levels. */
final class Logged implements AutoCloseable {
    private final Logger logger;
    private final @Nullable Level level;
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    private Logged(Logger logger) {
        this.logger = logger;
        this.level = logger.getLevel();
        events.start();
        logger.setLevel(Level.TRACE);
        logger.addAppender(events);
    }

    static Logged of(String name) {
        return new Logged((Logger) LoggerFactory.getLogger(name));
    }

    String everything() {
        return events.list.stream().map(Logged::text).collect(Collectors.joining("\n"));
    }

    private static String text(ILoggingEvent event) {
        String failure = event.getThrowableProxy() instanceof ThrowableProxy proxy ? chain(proxy.getThrowable()) : "";
        return event.getFormattedMessage() + " " + event.getKeyValuePairs() + " " + event.getMDCPropertyMap() + failure;
    }

    static String chain(@Nullable Throwable failure) {
        return failure == null ? "" : " " + failure + chain(failure.getCause());
    }

    @Override
    public void close() {
        logger.detachAppender(events);
        logger.setLevel(level);
    }
}
