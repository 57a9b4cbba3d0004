package ai.chatforge.platform.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Fails when the other side sends more than it may. */
final class LimitedInput extends FilterInputStream {
    private final long most;
    private long left;

    LimitedInput(InputStream in, long most) {
        super(in);
        this.most = most;
        this.left = most;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        took(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int read = super.read(bytes, from, length);
        took(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        took(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void took(long count) throws IOException {
        left -= count;
        if (left < 0) {
            throw new IOException("The answer is larger than " + most + " bytes");
        }
    }
}
