package ai.chatforge.platform.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.CharBuffer;
import org.apache.catalina.connector.InputBuffer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Takes from each connection the 16 kB that Tomcat keeps for bodies which are read as characters: none is here, and a
 * held stream would keep them for as long as it lasts. There is no setting for it. The buffer grows where it is used.
 */
final class LeanRequests extends ValveBase {
    static final int CHARACTERS = 128;

    private final VarHandle input;
    private final VarHandle characters;

    private LeanRequests(VarHandle input, VarHandle characters) {
        super(true);
        this.input = input;
        this.characters = characters;
    }

    /** @throws ReflectiveOperationException when another version of Tomcat has it otherwise, which does no harm */
    static LeanRequests make() throws ReflectiveOperationException {
        MethodHandles.Lookup here = MethodHandles.lookup();
        return new LeanRequests(
                MethodHandles.privateLookupIn(Request.class, here)
                        .findVarHandle(Request.class, "inputBuffer", InputBuffer.class),
                MethodHandles.privateLookupIn(InputBuffer.class, here)
                        .findVarHandle(InputBuffer.class, "cb", CharBuffer.class));
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        Object buffer = input.get(request);
        if (((CharBuffer) characters.get(buffer)).capacity() > CHARACTERS) {
            // As an empty one that is read from, which Tomcat's is until somebody reads characters.
            characters.set(buffer, CharBuffer.allocate(CHARACTERS).limit(0));
        }
        getNext().invoke(request, response);
    }
}
