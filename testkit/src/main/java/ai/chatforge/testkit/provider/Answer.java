package ai.chatforge.testkit.provider;

import ai.chatforge.testkit.provider.Script.Fault;
import ai.chatforge.testkit.provider.Script.Way;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** One chat completion, given the way its script says. */
final class Answer {
    private static final String STREAM_HEADERS = """
            Content-Type: text/event-stream; charset=utf-8\r
            Cache-Control: no-cache\r
            Transfer-Encoding: chunked\r
            """;
    private static final String PAGE = "<!DOCTYPE html><html><body><h1>Sign in to the network</h1></body></html>";
    private final JsonMapper json;
    private final Dialect dialect;
    private final Script script;
    private final Prompt prompt;
    private final Recording call;
    private final RequestReader caller;
    private final Wire wire;
    private final List<String> pieces;

    Answer(
            JsonMapper json,
            Dialect dialect,
            Script script,
            Prompt prompt,
            Recording call,
            RequestReader caller,
            Wire wire) {
        this.json = json;
        this.dialect = dialect;
        this.script = script;
        this.prompt = prompt;
        this.call = call;
        this.caller = caller;
        this.wire = wire;
        this.pieces = script.pieces(prompt);
    }

    /** @return whether the connection can serve another request */
    boolean give(String key) throws IOException, InterruptedException {
        if (script.fault() instanceof Fault.Status(int status)) {
            Errors.write(wire, dialect, status, key, script.extra().retryAfter());
            call.end(Call.Ending.FAULT);
            return true;
        }
        if (script.extra().newest() && prompt.refusedByNewest()) {
            Errors.write(wire, dialect, 400, key, 0);
            call.end(Call.Ending.FAULT);
            return true;
        }
        List<String> refused =
                script.extra().refused().stream().filter(prompt.body()::has).toList();
        if (!refused.isEmpty()) {
            Errors.write(wire, refused, script.extra().refuser());
            call.end(Call.Ending.FAULT);
            return true;
        }
        if (script.first().isPositive()) {
            caller.watch(script.first());
        }
        if (script.fault() instanceof Fault.Broken(Way way, int after) && after < 0) {
            return beforeFirst(way);
        }
        return prompt.stream() ? stream() : whole();
    }

    private boolean beforeFirst(Way way) throws IOException, InterruptedException {
        if (way == Way.HTML_200) {
            wire.whole(200, "OK", "text/html; charset=utf-8", "", bytes(PAGE));
            call.end(Call.Ending.FAULT);
            return true;
        }
        return broken(way);
    }

    private boolean stream() throws IOException, InterruptedException {
        Call.Usage usage = usage();
        Frames frames = dialect.frames(json, script, prompt, usage);
        String tool = script.calledTool(prompt);
        wire.head(200, "OK", STREAM_HEADERS);
        send(frames.begin());
        if (tool != null) {
            send(frames.call(tool));
        }
        for (int i = 0; i < pieces.size(); i++) {
            if (i == script.fault().after() && script.fault() instanceof Fault.Broken broken) {
                return broken(frames, broken.way(), frames.word(i, pieces.get(i)));
            }
            if (i > 0 && script.every().isPositive()) {
                caller.watch(script.every());
            }
            send(tool == null ? frames.word(i, pieces.get(i)) : frames.argument(pieces.get(i)));
            call.words(i + 1);
        }
        if (script.fault() instanceof Fault.Broken broken) {
            return broken(frames, broken.way(), frames.finish(why(tool), null));
        }
        send(frames.finish(why(tool), usage));
        if (usage != null && prompt.includeUsage()) {
            call.told(usage);
            send(frames.usage(usage));
        }
        send(frames.done());
        wire.lastChunk();
        call.end(Call.Ending.COMPLETE);
        return true;
    }

    private Frames.Why why(@Nullable String tool) {
        if (tokens() >= prompt.maxTokens()) {
            return Frames.Why.LENGTH;
        }
        return tool == null ? Frames.Why.STOP : Frames.Why.CALLS;
    }

    private void send(byte[] event) throws IOException {
        if (event.length == 0) {
            // An empty chunk would end the body.
            return;
        }
        if (script.byteByByte()) {
            wire.bytesApart(event);
        } else {
            wire.chunk(event);
        }
    }

    private boolean broken(Frames frames, Way way, byte[] next) throws IOException, InterruptedException {
        switch (way) {
            case HALF_CHUNK -> wire.halfChunk(next);
            case NOT_JSON -> {
                send(bytes("data: {this is not JSON\n\n"));
                send(frames.done());
                wire.lastChunk();
            }
            case ERROR_IN_STREAM -> {
                send(frames.error());
                wire.lastChunk();
            }
            case ENDS -> wire.lastChunk();
            case RESET, CLOSE, STALLS, HTML_200 -> {}
        }
        return broken(way);
    }

    private boolean broken(Way way) throws IOException, InterruptedException {
        if (way == Way.STALLS) {
            caller.watch(Duration.ZERO);
        }
        call.end(Call.Ending.FAULT);
        switch (way) {
            case RESET -> wire.reset();
            case CLOSE, HALF_CHUNK -> wire.close();
            case ENDS, STALLS, NOT_JSON, ERROR_IN_STREAM, HTML_200 -> {
                return true;
            }
        }
        return false;
    }

    private boolean whole() throws IOException, InterruptedException {
        Call.Usage usage = usage();
        byte[] body = completion(usage);
        if (script.fault() instanceof Fault.Broken broken) {
            return broken(broken.way(), body);
        }
        call.told(usage);
        call.words(pieces.size());
        wire.whole(200, "OK", "application/json", "", body);
        call.end(Call.Ending.COMPLETE);
        return true;
    }

    private boolean broken(Way way, byte[] body) throws IOException, InterruptedException {
        switch (way) {
            case NOT_JSON -> wire.whole(200, "OK", "application/json", "", bytes("{this is not JSON"));
            case ERROR_IN_STREAM, ENDS ->
                wire.whole(200, "OK", "application/json", "", bytes(Errors.OPENAI_SERVER_ERROR));
            case RESET, CLOSE, STALLS, HALF_CHUNK, HTML_200 -> {
                wire.head(200, "OK", "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n");
                wire.raw(Arrays.copyOf(body, body.length / 2));
            }
        }
        return broken(way);
    }

    private byte[] completion(Call.@Nullable Usage usage) {
        String tool = script.calledTool(prompt);
        String said = json.writeValueAsString(String.join("", pieces));
        boolean declined = script.field().equals("refusal");
        String message = tool == null
                ? "\"content\":" + (declined ? null : said)
                : "\"content\":null,\"tool_calls\":[{\"id\":\"call_0\",\"type\":\"function\",\"function\":{\"name\":\""
                        + tool + "\",\"arguments\":" + said + "}}]";
        String text = "{\"id\":\"chatcmpl-scripted\",\"object\":\"chat.completion\",\"created\":1760000000,\"model\":"
                + json.writeValueAsString(prompt.model())
                + ",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                + message + ",\"refusal\":" + (declined ? said : null) + "},\"logprobs\":null,\"finish_reason\":\""
                + OpenAiFrames.reason(why(tool)) + "\"}]"
                + (usage == null ? "" : ",\"usage\":" + OpenAiFrames.json(usage)) + "}";
        return bytes(text);
    }

    private Call.@Nullable Usage usage() {
        return switch (script.told()) {
            case COUNTED ->
                new Call.Usage(
                        prompt.tokens(),
                        Math.min(prompt.tokens(), script.extra().cached()),
                        tokens());
            case ZERO -> new Call.Usage(0, 0);
            case NOTHING -> null;
        };
    }

    /** Of the output: thoughts, as many as there was room for, and what is said. */
    private int tokens() {
        return Math.min(script.extra().thoughts(), prompt.maxTokens()) + pieces.size();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
