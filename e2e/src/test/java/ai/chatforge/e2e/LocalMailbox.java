package ai.chatforge.e2e;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The e-mails of a ChatForge that sends none. */
record LocalMailbox(Client reader) implements Mailbox {
    @Override
    public List<String> texts(String to) {
        String path = "/api/dev/mailbox?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8);
        List<String> texts = new ArrayList<>();
        reader.get(path)
                .ok()
                .json()
                .path("items")
                .forEach(message -> texts.add(message.path("text").asString()));
        return texts;
    }
}
