package ai.chatforge.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.RequestFacade;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Also tells when a new version of Tomcat keeps its buffers in another way. */
class LeanRequestsTest {
    private static final String LONG = "Grüße, 日本語 and 😀! ".repeat(2_000);

    private final List<Integer> kept = new ArrayList<>();

    @TempDir
    private Path folder;

    /** Reads bodies as characters. */
    private final class Echo extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            kept.add(characters(request).capacity());
            response.setCharacterEncoding("UTF-8");
            request.getReader().transferTo(response.getWriter());
        }
    }

    private static CharBuffer characters(HttpServletRequest facade) {
        try {
            Object request = field(RequestFacade.class, "request").get(facade);
            Object input = field(Request.class, "inputBuffer").get(request);
            return (CharBuffer) field(input.getClass(), "cb").get(input);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    @Test
    void aConnectionKeepsFewCharactersAndReadsAnyNumberOfThem() throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        Connector connector = new Connector(LeanHttpProtocol.class.getName());
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", folder.toString());
        Tomcat.addServlet(context, "echo", new Echo());
        context.addServletMappingDecoded("/", "echo");
        tomcat.getEngine().getPipeline().addValve(LeanRequests.make());
        tomcat.start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String body : List.of("short", LONG, "", LONG + LONG)) {
                assertThat(client.send(
                                        HttpRequest.newBuilder(
                                                        URI.create("http://127.0.0.1:" + connector.getLocalPort()))
                                                .header("Content-Type", "text/plain; charset=UTF-8")
                                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                                .build(),
                                        HttpResponse.BodyHandlers.ofString())
                                .body())
                        .isEqualTo(body);
            }
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
        assertThat(kept).hasSize(4).allMatch(characters -> characters == LeanRequests.CHARACTERS);
    }
}
