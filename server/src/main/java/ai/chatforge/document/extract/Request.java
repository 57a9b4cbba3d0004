package ai.chatforge.document.extract;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a worker is asked on its standard input. */
record Request(Path file, DetectedType type) {
    void write(DataOutputStream out) throws IOException {
        Frame.writeString(out, file.toAbsolutePath().toString());
        Frame.writeString(out, type.name());
        out.flush();
    }

    /** Null at the end of the stream: the server is gone or needs the worker no more. */
    static @Nullable Request read(DataInputStream in) throws IOException {
        try {
            String file = Frame.readString(in);
            String type = Frame.readString(in);
            return file == null || type == null ? null : new Request(Path.of(file), DetectedType.valueOf(type));
        } catch (EOFException e) {
            return null;
        }
    }
}
