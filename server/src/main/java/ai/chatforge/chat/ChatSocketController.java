package ai.chatforge.chat;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.web.ClientAddress;
import ai.chatforge.platform.web.SocketUpgrade;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Questions and answers by WebSocket: docs/api/websocket.md, as OpenAPI has no words for it. */
@Hidden
@RestController
class ChatSocketController {
    private final SocketUpgrade upgrade;
    private final ChatSocket.Parts parts;
    private final ChatController chat;
    private final PublicChatController publicChat;
    private final Visitors visitors;
    private final BotAccess bots;
    private final ClientAddress addresses;

    ChatSocketController(
            SocketUpgrade upgrade,
            ChatSocket.Parts parts,
            ChatController chat,
            PublicChatController publicChat,
            Visitors visitors,
            BotAccess bots,
            ClientAddress addresses) {
        this.upgrade = upgrade;
        this.parts = parts;
        this.chat = chat;
        this.publicChat = publicChat;
        this.visitors = visitors;
        this.bots = bots;
        this.addresses = addresses;
    }

    @GetMapping("/api/chat/socket")
    @Access(Access.Rule.BOT)
    void open(Caller caller, HttpServletRequest request, HttpServletResponse response) throws IOException {
        String address = addresses.of(request);
        parts.seats().require(MemberSocket.seat(caller));
        upgrade.require(request);
        upgrade.open(request, response, () -> new MemberSocket(parts, caller, address, chat));
    }

    @GetMapping("/api/chat/{chatbotId}/socket")
    @Access(Access.Rule.PUBLIC)
    void openPublic(
            @PathVariable UUID chatbotId, Caller caller, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        bots.open(chatbotId, caller);
        String address = addresses.of(request);
        parts.seats().require(VisitorSocket.seat(address));
        upgrade.require(request);
        VisitorSocket.Public open = new VisitorSocket.Public(publicChat, bots, visitors, chatbotId);
        AnswerStream.Listener visitor = visitors.known(request).orElse(null);
        upgrade.open(request, response, () -> new VisitorSocket(parts, caller, address, open, visitor));
    }
}
