package ai.chatforge.document.extract;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/** Pictures that claim sizes they have not, or have sizes that nobody wants. */
final class HostilePictures {
    private HostilePictures() {}

    static void addTo(Map<String, byte[]> files) throws IOException {
        int[][] sizes = {{60_000, 60_000}, {Integer.MAX_VALUE, 1}, {1, Integer.MAX_VALUE}, {0, 0}, {7_000, 7_000}};
        for (int[] size : sizes) {
            String name = size[0] + "x" + size[1];
            files.put("claims-" + name + ".png", png(size[0], size[1], 0));
            files.put("jpeg-" + name + ".jpg", jpeg(size[0], size[1]));
        }
        files.put("bomb.png", png(7_000, 7_000, 49_010_000));
        files.put("circle.tiff", tiff(8));
        files.put("circle-of-none.tiff", tiff(0x7FFFFFF0));
        files.put("no-content.tiff", "II*\0".getBytes(StandardCharsets.ISO_8859_1));
    }

    static byte[] picture(String kind) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB), kind, out);
        return out.toByteArray();
    }

    private static byte[] png(int width, int height, int zeros) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(0x89504E470D0A1A0AL);
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(head);
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(new byte[] {8, 0, 0, 0, 0});
        chunk(out, "IHDR", head.toByteArray());
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream deflater = new DeflaterOutputStream(packed)) {
            byte[] block = new byte[10_000];
            for (int i = 0; i < zeros; i += block.length) {
                deflater.write(block);
            }
        }
        chunk(out, "IDAT", packed.toByteArray());
        chunk(out, "IEND", new byte[0]);
        return bytes.toByteArray();
    }

    private static void chunk(DataOutputStream out, String name, byte[] content) throws IOException {
        byte[] type = name.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(type);
        crc.update(content);
        out.writeInt(content.length);
        out.write(type);
        out.write(content);
        out.writeInt((int) crc.getValue());
    }

    /** An honest picture whose frame header claims another size. */
    private static byte[] jpeg(int width, int height) throws IOException {
        byte[] jpeg = picture("jpg");
        for (int i = 2; i + 9 < jpeg.length; i++) {
            if ((jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == 0xC0) {
                jpeg[i + 5] = (byte) (height >> 8);
                jpeg[i + 6] = (byte) height;
                jpeg[i + 7] = (byte) (width >> 8);
                jpeg[i + 8] = (byte) width;
                break;
            }
        }
        return jpeg;
    }

    /** A directory of no entries whose next one is at the given place: itself, for a start. */
    private static byte[] tiff(int next) {
        byte[] file = new byte[64];
        file[0] = 'I';
        file[1] = 'I';
        file[2] = 42;
        file[4] = 8;
        for (int i = 0; i < 4; i++) {
            file[10 + i] = (byte) (next >> (8 * i));
        }
        return file;
    }
}
