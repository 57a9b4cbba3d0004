package ai.chatforge.platform.web;

import org.apache.coyote.http11.Http11NioProtocol;

/**
 * HTTP with small buffers: they stay with a connection, and a server of chats has thousands, each with an event a second.
 * What is larger than a buffer goes out in several steps.
 */
public final class LeanHttpProtocol extends Http11NioProtocol {
    private static final int BUFFER = 2 * 1024;
    /** Of fields behind a body, which nobody sends. Room for as many as are allowed is kept. */
    private static final int TRAILER = 256;

    /** Tomcat makes it by its name. */
    public LeanHttpProtocol() {
        getEndpoint().getSocketProperties().setAppReadBufSize(BUFFER);
        getEndpoint().getSocketProperties().setAppWriteBufSize(BUFFER);
        setMaxTrailerSize(TRAILER);
    }

    /** Of what an answer is gathered in, twice: as bytes and as characters. */
    @Override
    public int getDesiredBufferSize() {
        return BUFFER;
    }
}
