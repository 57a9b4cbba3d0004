package ai.chatforge.document.extract;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a worker says on its standard output: a byte for the kind, then its fields. */
sealed interface Frame {
    /** The worker has started and waits for work. */
    record Ready() implements Frame {}

    record Pages(int total) implements Frame {}

    record PageDone(int done) implements Frame {}

    record Text(Segment segment) implements Frame {}

    record Link(PageLink link) implements Frame {}

    record Done(DocumentReader.Facts facts) implements Frame {}

    record Failed(FailureCode code, String message) implements Frame {}

    /** Not sent: the stream ended or made no sense. */
    record Ended() implements Frame {}

    /** Over anything a worker sends; a longer one means that it has gone mad. */
    int MAX_STRING_BYTES = 4 << 20;

    static void write(Frame frame, DataOutputStream out) throws IOException {
        switch (frame) {
            case Ready() -> out.writeByte('r');
            case Pages(int total) -> {
                out.writeByte('n');
                out.writeInt(total);
            }
            case PageDone(int done) -> {
                out.writeByte('p');
                out.writeInt(done);
            }
            case Text(Segment segment) -> {
                out.writeByte('t');
                out.writeInt(segment.ordinal());
                writeNumber(out, segment.page());
                writeNumber(out, segment.second());
                writeString(out, segment.section());
                writeString(out, segment.text());
            }
            case Link(PageLink link) -> {
                out.writeByte('l');
                writeString(out, link.kind().name());
                writeString(out, link.href());
            }
            case Done(DocumentReader.Facts facts) -> {
                out.writeByte('d');
                writeString(out, facts.title());
                writeString(out, facts.author());
                writeNumber(out, facts.pages());
                writeString(out, facts.language());
            }
            case Failed(FailureCode code, String message) -> {
                out.writeByte('f');
                writeString(out, code.name());
                writeString(out, message);
            }
            case Ended() -> throw new IllegalArgumentException("not a frame to send");
        }
        out.flush();
    }

    static Frame read(DataInputStream in) throws IOException {
        int kind = in.read();
        return switch (kind) {
            case 'r' -> new Ready();
            case 'n' -> new Pages(in.readInt());
            case 'p' -> new PageDone(in.readInt());
            case 't' -> new Text(new Segment(in.readInt(), readNumber(in), readNumber(in), readString(in), text(in)));
            case 'l' -> new Link(new PageLink(PageLink.Kind.valueOf(text(in)), text(in)));
            case 'd' ->
                new Done(new DocumentReader.Facts(readString(in), readString(in), readNumber(in), readString(in)));
            case 'f' -> new Failed(FailureCode.valueOf(text(in)), text(in));
            default -> new Ended();
        };
    }

    private static void writeNumber(DataOutputStream out, @Nullable Integer number) throws IOException {
        out.writeInt(number == null ? -1 : number);
    }

    private static @Nullable Integer readNumber(DataInputStream in) throws IOException {
        int number = in.readInt();
        return number < 0 ? null : number;
    }

    static void writeString(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(-1);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static @Nullable String readString(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            return null;
        }
        if (length > MAX_STRING_BYTES) {
            throw new IOException("string of " + length + " bytes");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("stream ended inside a string");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String text(DataInputStream in) throws IOException {
        String text = readString(in);
        if (text == null) {
            throw new IOException("missing string");
        }
        return text;
    }
}
