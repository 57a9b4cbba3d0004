package ai.chatforge.user;

import java.awt.image.BufferedImage;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a camera was held, as Exif 2.32 (4.6.4, Orientation) tells it in a JPEG: programs show such a picture turned.
 *
 * @param value 1 to 8; 1 is upright
 */
record Orientation(int value) {
    private static final Orientation UPRIGHT = new Orientation(1);
    private static final int APP1 = 0xFFE1;
    private static final int SCAN = 0xFFDA;
    private static final int EXIF = 0x45786966;
    private static final int TAG = 0x0112;
    private static final int ENTRY = 12;

    static Orientation of(byte[] jpeg) {
        try {
            return read(ByteBuffer.wrap(jpeg).position(2));
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return UPRIGHT;
        }
    }

    private static Orientation read(ByteBuffer segments) {
        while (true) {
            int marker = segments.getShort() & 0xFFFF;
            int next = segments.position() + (segments.getShort() & 0xFFFF);
            if (marker == APP1 && segments.getInt() == EXIF) {
                return inTiff(segments.position(segments.position() + 2).slice());
            }
            if (marker == SCAN || marker < 0xFF00) {
                return UPRIGHT;
            }
            segments.position(next);
        }
    }

    private static Orientation inTiff(ByteBuffer tiff) {
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        int entries = tiff.getShort(directory) & 0xFFFF;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + i * ENTRY;
            if ((tiff.getShort(entry) & 0xFFFF) == TAG) {
                int value = tiff.getShort(entry + 8) & 0xFFFF;
                return value >= 1 && value <= 8 ? new Orientation(value) : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    BufferedImage upright(BufferedImage square) {
        if (value == 1) {
            return square;
        }
        BufferedImage turned = new BufferedImage(square.getWidth(), square.getHeight(), square.getType());
        for (int y = 0; y < square.getHeight(); y++) {
            for (int x = 0; x < square.getWidth(); x++) {
                turned.setRGB(x, y, pixel(square, x, y));
            }
        }
        return turned;
    }

    private int pixel(BufferedImage square, int x, int y) {
        int end = square.getWidth() - 1;
        return switch (value) {
            case 2 -> square.getRGB(end - x, y);
            case 3 -> square.getRGB(end - x, end - y);
            case 4 -> square.getRGB(x, end - y);
            case 5 -> square.getRGB(y, x);
            case 6 -> square.getRGB(y, end - x);
            case 7 -> square.getRGB(end - y, end - x);
            case 8 -> square.getRGB(end - y, x);
            default -> square.getRGB(x, y);
        };
    }
}
