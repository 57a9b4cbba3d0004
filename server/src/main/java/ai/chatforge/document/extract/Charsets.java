package ai.chatforge.document.extract;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.txt.Icu4jEncodingDetector;

/** Finds out how a text file is encoded, and reads it; what does not decode becomes a replacement character. */
final class Charsets {
    private static final int SAMPLE = 64 << 10;

    /** Fewer broken bytes than one in so many still mean UTF-8, damaged. */
    private static final int TOLERATED = 50;

    private Charsets() {}

    static BufferedReader open(Path file, Charset charset) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), SAMPLE);
        // an InputStreamReader replaces what is malformed
        return new BufferedReader(new InputStreamReader(in, charset), SAMPLE);
    }

    static Charset detect(Path file) throws IOException {
        byte[] head = head(file);
        Optional<Charset> certain = byMark(head).or(() -> byZeros(head));
        if (certain.isPresent()) {
            return certain.get();
        }
        long broken = brokenUtf8(file);
        if (broken == 0 || (broken < Files.size(file) / TOLERATED && nonAscii(head) > 2 * broken)) {
            return StandardCharsets.UTF_8;
        }
        return guess(head);
    }

    static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(SAMPLE);
        }
    }

    static Optional<Charset> byMark(byte[] head) {
        if (startsWith(head, 0xEF, 0xBB, 0xBF)) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        if (startsWith(head, 0xFF, 0xFE, 0, 0) || startsWith(head, 0, 0, 0xFE, 0xFF)) {
            return Optional.of(StandardCharsets.UTF_32);
        }
        if (startsWith(head, 0xFF, 0xFE) || startsWith(head, 0xFE, 0xFF)) {
            return Optional.of(StandardCharsets.UTF_16);
        }
        return Optional.empty();
    }

    /** UTF-16 without a mark: in most scripts' text, spaces and line ends have a zero on always the same side. */
    static Optional<Charset> byZeros(byte[] head) {
        int[] zeros = new int[2];
        for (int i = 0; i < head.length; i++) {
            zeros[i % 2] += head[i] == 0 ? 1 : 0;
        }
        int enough = head.length / 20;
        if (zeros[1] > enough && zeros[0] == 0) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        if (zeros[0] > enough && zeros[1] == 0) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        return Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static long nonAscii(byte[] bytes) {
        long count = 0;
        for (byte b : bytes) {
            count += b < 0 ? 1 : 0;
        }
        return count;
    }

    /** Number of places in the whole file that are not UTF-8. */
    private static long brokenUtf8(Path file) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(SAMPLE);
        CharBuffer chars = CharBuffer.allocate(SAMPLE);
        long broken = 0;
        try (var channel = Files.newByteChannel(file)) {
            boolean end = false;
            while (!end) {
                end = channel.read(bytes) < 0;
                bytes.flip();
                CoderResult result = decoder.decode(bytes, chars.clear(), end);
                while (result.isError()) {
                    broken++;
                    bytes.position(bytes.position() + result.length());
                    result = decoder.decode(bytes, chars.clear(), end);
                }
                bytes.compact();
            }
        }
        return broken;
    }

    private static Charset guess(byte[] head) throws IOException {
        try (TikaInputStream in = TikaInputStream.get(head)) {
            Charset charset = new Icu4jEncodingDetector().detect(in, new Metadata());
            return charset == null ? Charset.forName("windows-1252") : charset;
        }
    }
}
