package ai.chatforge.platform.observe;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Logs go to the console for people, and as JSON to a file in the data folder, requests to the file only. */
public final class Logs {
    private static final String FILE = "chatforge-file";
    private static final int QUEUE = 8192;
    private static final int DAYS = 14;

    private Logs() {}

    public static void start(LogSettings settings, Path folder, String service) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Appender<ILoggingEvent> file = file(context, folder, service);
        root.detachAppender(FILE);
        root.addAppender(file);
        if (settings.console() == LogSettings.Console.JSON) {
            root.iteratorForAppenders().forEachRemaining(appender -> {
                if (appender instanceof ConsoleAppender<ILoggingEvent> console) {
                    console.stop();
                    console.setEncoder(encoder(context, service));
                    console.start();
                }
            });
        }
        Logger requests = context.getLogger("ai.chatforge.access");
        requests.setLevel(settings.requests() ? Level.INFO : Level.OFF);
        requests.detachAppender(FILE);
        requests.addAppender(file);
        requests.setAdditive(settings.console() == LogSettings.Console.JSON);
        if (requests.isAdditive()) {
            requests.detachAppender(FILE);
        }
    }

    private static JsonLog encoder(LoggerContext context, String service) {
        JsonLog encoder = new JsonLog(service);
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static Appender<ILoggingEvent> file(LoggerContext context, Path folder, String service) {
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setContext(context);
        file.setFile(folder.resolve("chatforge.log").toString());
        file.setEncoder(encoder(context, service));
        file.setImmediateFlush(true);
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> rolling = new SizeAndTimeBasedRollingPolicy<>();
        rolling.setContext(context);
        rolling.setParent(file);
        rolling.setFileNamePattern(
                folder.resolve("chatforge.%d{yyyy-MM-dd}.%i.log.gz").toString());
        rolling.setMaxFileSize(FileSize.valueOf("100MB"));
        rolling.setMaxHistory(DAYS);
        rolling.setTotalSizeCap(FileSize.valueOf("2GB"));
        rolling.start();
        file.setRollingPolicy(rolling);
        file.start();
        AsyncAppender async = new AsyncAppender();
        async.setContext(context);
        async.setName(FILE);
        async.setQueueSize(QUEUE);
        async.setNeverBlock(true);
        async.addAppender(file);
        async.start();
        return async;
    }
}
