package ai.chatforge.vector;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A cross-encoder in the ONNX format (fields and numbers of onnx.proto), written here: it counts the pieces that question
 * and passage have in common, by the ids, the mask and the segments that it is given. So a test sees whether these are
 * right; what a trained model makes of them it does not see.
 */
final class TinyCrossEncoder {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private final ByteArrayOutputStream graph = new ByteArrayOutputStream();

    private TinyCrossEncoder() {}

    /** One piece in common is a logit of 0, none is -1, two are 1. */
    static byte[] model() {
        return new TinyCrossEncoder()
                .common()
                .output("logits", FLOAT)
                .model("input_ids", "attention_mask", "token_type_ids");
    }

    /** As some are published: a number for "does not fit", and one for "fits". */
    static byte[] withTwoNumbers() {
        return new TinyCrossEncoder()
                .common()
                .node("Neg", "against", "logits")
                .node("Concat", "both", List.of(number("axis", 1)), "against", "logits")
                .output("both", FLOAT)
                .model("input_ids", "attention_mask", "token_type_ids");
    }

    /** One that gives a number for each piece, as models for embeddings do. */
    static byte[] ofAnotherKind() {
        return new TinyCrossEncoder()
                .node("Cast", "vectors", List.of(number("to", FLOAT)), "input_ids")
                .output("vectors", FLOAT)
                .model("input_ids", "attention_mask", "token_type_ids");
    }

    static byte[] ofPictures() {
        return new TinyCrossEncoder()
                .node("Cast", "logits", List.of(number("to", FLOAT)), "pixel_values")
                .output("logits", FLOAT)
                .model("pixel_values");
    }

    private TinyCrossEncoder common() {
        List<byte[]> toFloat = List.of(number("to", FLOAT));
        return initializer("one", 1)
                .initializer("two", 2)
                .node("Unsqueeze", "down", "input_ids", "two")
                .node("Unsqueeze", "across", "input_ids", "one")
                .node("Equal", "same", "down", "across")
                .node("Cast", "sameNumber", toFloat, "same")
                .node("Cast", "segments", toFloat, "token_type_ids")
                .node("Cast", "mask", toFloat, "attention_mask")
                .node("Mul", "passage", "segments", "mask")
                .node("Sub", "question", "mask", "passage")
                .node("Unsqueeze", "questionRow", "question", "one")
                .node("Unsqueeze", "passageColumn", "passage", "two")
                .node("MatMul", "met", "questionRow", "sameNumber")
                .node("MatMul", "sum", "met", "passageColumn")
                .node("Squeeze", "count", "sum", "two")
                .node("Cast", "less", toFloat, "two")
                .node("Sub", "logits", "count", "less");
    }

    private TinyCrossEncoder initializer(String name, long value) {
        byte[] raw = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        write(graph, 5, message(varint(1, 1), varint(2, INT64), text(8, name), bytes(9, raw)));
        return this;
    }

    private TinyCrossEncoder node(String type, String output, String... inputs) {
        return node(type, output, List.of(), inputs);
    }

    private TinyCrossEncoder node(String type, String output, List<byte[]> attributes, String... inputs) {
        List<byte[]> fields = new ArrayList<>();
        Arrays.stream(inputs).forEach(input -> fields.add(text(1, input)));
        fields.add(text(2, output));
        fields.add(text(4, type));
        attributes.forEach(attribute -> fields.add(bytes(5, attribute)));
        write(graph, 1, message(fields.toArray(byte[][]::new)));
        return this;
    }

    private static byte[] number(String name, long value) {
        return message(text(1, name), varint(3, value), varint(20, 2));
    }

    private TinyCrossEncoder output(String name, int type) {
        write(graph, 12, value(name, type));
        return this;
    }

    private byte[] model(String... inputs) {
        for (String input : inputs) {
            write(graph, 11, value(input, INT64));
        }
        write(graph, 2, "tiny".getBytes(StandardCharsets.UTF_8));
        return message(varint(1, 8), bytes(7, graph.toByteArray()), bytes(8, message(text(1, ""), varint(2, 13))));
    }

    /** Of two dimensions of any length. */
    private static byte[] value(String name, int type) {
        byte[] shape = message(bytes(1, text(2, name + "0")), bytes(1, text(2, name + "1")));
        return message(text(1, name), bytes(2, message(bytes(1, message(varint(1, type), bytes(2, shape))))));
    }

    private static byte[] message(byte[]... fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arrays.stream(fields).forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static byte[] text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(int field, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, field, value);
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, int field, byte[] value) {
        writeVarint(out, (field << 3) | 2);
        writeVarint(out, value.length);
        out.writeBytes(value);
    }

    private static byte[] varint(int field, long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeVarint(out, field << 3);
        writeVarint(out, value);
        return out.toByteArray();
    }

    private static void writeVarint(ByteArrayOutputStream out, long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            out.write((int) ((left & 0x7F) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }
}
