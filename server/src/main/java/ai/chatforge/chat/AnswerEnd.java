package ai.chatforge.chat;

import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.chat.api.LeakStopped;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.error.Problem;
import ai.chatforge.platform.persistence.Tenant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores how an answer ended, then tells its readers. */
record AnswerEnd(
        Answering.Parts parts,
        AnswerStream stream,
        @Nullable BotProfile bot,
        AnswerCache.Keeping keeping) {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerEnd.class);
    private static final int STORE_ATTEMPTS = 60;
    /** In the audit log and the log. */
    private static final String LEAK_STOPPED = "answer.leak-stopped";

    void with(Message ended) {
        Tenant.run(stream.tenantId(), () -> store(ended));
        // What an answer costs is the owner's business, not a visitor's.
        tell(stream.isOfVisitor() ? ended.withoutUsage() : ended);
    }

    private void tell(Message ended) {
        if (ended.status() == Message.Status.FAILED) {
            Message.Fault fault = ended.error();
            Problem problem = fault == null
                    ? Problem.of(ErrorCode.PROVIDER_FAILED, "", null, List.of())
                    : Problem.of(fault.errorCode(), fault.message(), null, List.of());
            stream.end("error", json(Map.of("problem", problem, "message", ended)), ended);
        } else {
            stream.end("done", json(Map.of("message", ended)), ended);
        }
    }

    /** The database may be away for a moment; what was answered must not be lost for that. */
    private void store(Message ended) {
        for (int attempt = 1; ; attempt++) {
            try {
                end(ended);
                countLeak(parts, stream.tenantId(), bot, ended);
                return;
            } catch (RuntimeException e) {
                LOG.warn("Answer {} could not be stored (attempt {}): {}", ended.id(), attempt, e.toString());
                if (attempt == STORE_ATTEMPTS) {
                    return;
                }
            }
            try {
                TimeUnit.SECONDS.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void end(Message ended) {
        if (keeping == AnswerCache.Keeping.NOWHERE && ended.withheld() == 0) {
            parts.messages().end(ended);
            return;
        }
        parts.db().run(() -> {
            parts.messages().end(ended);
            keeping.keep(ended);
            recordLeak(parts, stream.tenantId(), bot, ended);
        });
    }

    /** Inside a transaction. */
    static void recordLeak(Answering.Parts parts, UUID tenant, @Nullable BotProfile bot, Message ended) {
        if (ended.withheld() > 0 && bot != null) {
            parts.audit()
                    .record(
                            parts.db(),
                            LEAK_STOPPED,
                            bot.id(),
                            Map.of("message", ended.id(), "count", ended.withheld()));
            parts.events()
                    .publish(
                            parts.db(),
                            new LeakStopped(tenant, bot.id(), ended.conversationId(), ended.id(), ended.withheld()));
        }
    }

    /** After it. */
    static void countLeak(Answering.Parts parts, UUID tenant, @Nullable BotProfile bot, Message ended) {
        if (ended.withheld() > 0 && bot != null) {
            LOG.atWarn()
                    .addKeyValue("alert", LEAK_STOPPED)
                    .addKeyValue("tenant", tenant)
                    .addKeyValue("bot", bot.id())
                    .addKeyValue("message", ended.id())
                    .addKeyValue("count", ended.withheld())
                    .log("An answer was kept from repeating a learn-only source");
            parts.meters().counter("chatforge.chat.withheld").increment(ended.withheld());
        }
    }

    private byte[] json(Object value) {
        return parts.json().writeValueAsBytes(value);
    }
}
