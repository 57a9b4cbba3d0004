package ai.chatforge.document;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotRight;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.idempotency.Idempotent;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.security.LiveCallers;
import ai.chatforge.platform.web.Closing;
import ai.chatforge.platform.web.EventStream;
import ai.chatforge.platform.web.Seats;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Training and its progress. */
@Tag(name = "sources")
@RestController
@RequestMapping({"/api/chatbots/{botId}", "/api/bots/{botId}"})
@Access(Access.Rule.BOT)
class TrainingController {
    /** A watcher looks by itself after this time: another process may have changed something. */
    private static final long LOOK_AGAIN = 2_000;

    private static final int ROUNDS_PER_HEARTBEAT = 5;
    private static final int STREAMS_AT_ONCE = 8;
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final SourceService sources;
    private final SourceChanges changes;
    private final BotAccess bots;
    private final LiveCallers callers;
    private final Closing closing;
    private final JsonMapper json;
    private final Seats<UUID> watchers = new Seats<>();

    TrainingController(
            SourceService sources,
            SourceChanges changes,
            BotAccess bots,
            LiveCallers callers,
            Closing closing,
            JsonMapper json) {
        this.sources = sources;
        this.changes = changes;
        this.bots = bots;
        this.callers = callers;
        this.closing = closing;
        this.json = json;
    }

    @Operation(operationId = "train", summary = "Train: start all sources that wait or failed")
    @Idempotent
    @PostMapping("/train")
    @ResponseStatus(HttpStatus.ACCEPTED)
    TrainingStatus train(@PathVariable UUID botId, Caller caller) {
        return bots.call(botId, caller, BotRight.EDIT, bot -> sources.train(botId, new VisibleSources(bot, caller)));
    }

    @Operation(operationId = "getStatus", summary = "How far the training is")
    @GetMapping("/status")
    TrainingStatus status(@PathVariable UUID botId, Caller caller) {
        return bots.call(botId, caller, BotRight.READ, bot -> sources.status(botId, new VisibleSources(bot, caller)));
    }

    @Operation(
            operationId = "followStatus",
            summary = "How far the training is, as server-sent events",
            description = "Event `status` with the same body as /status, at once and on every change. A user, or an API"
                    + " key, may have " + STREAMS_AT_ONCE + " of these streams open at once.")
    @GetMapping(path = "/status/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void events(@PathVariable UUID botId, Caller caller, HttpServletResponse response)
            throws IOException, InterruptedException {
        bots.require(botId, caller, BotRight.READ);
        UUID watcher = watcher(caller);
        if (!watchers.take(watcher, STREAMS_AT_ONCE)) {
            throw ApiException.retryLater(
                    ErrorCode.RATE_LIMITED,
                    STREAMS_AT_ONCE + " of these streams are open already. Close one first.",
                    RETRY);
        }
        try {
            watch(botId, caller, response);
        } finally {
            watchers.leave(watcher);
        }
    }

    private static UUID watcher(Caller caller) {
        return switch (caller) {
            case Caller.User user -> user.userId();
            case Caller.Key key -> key.keyId();
            case Caller.Service _, Caller.Anonymous _ -> throw new IllegalArgumentException("Neither user nor key");
        };
    }

    private void watch(UUID botId, Caller caller, HttpServletResponse response)
            throws IOException, InterruptedException {
        EventStream stream = EventStream.open(response);
        @Nullable TrainingStatus last = null;
        int silent = 0;
        while (!closing.now()) {
            CountDownLatch change = changes.upcoming(botId);
            // Looked at each time: the bot may have been deleted meanwhile, or the caller be shut out. A client that
            // comes back is told.
            callers.requireAlive(caller);
            TrainingStatus present = bots.call(
                    botId, caller, BotRight.READ, bot -> sources.status(botId, new VisibleSources(bot, caller)));
            if (!present.equals(last)) {
                stream.send(null, "status", json.writeValueAsBytes(present));
                last = present;
                silent = 0;
            } else if (++silent % ROUNDS_PER_HEARTBEAT == 0) {
                stream.heartbeat();
            }
            SourceChanges.await(change, LOOK_AGAIN);
        }
    }
}
