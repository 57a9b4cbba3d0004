package ai.chatforge.chat;

import ai.chatforge.bot.api.BotAccess;
import ai.chatforge.bot.api.BotProfile;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.security.Caller;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Of a visitor of a public bot. Who brings no secret by cookie or header may say it in the first message; else the first
 * question makes a new one, which is told.
 */
final class VisitorSocket extends ChatSocket {
    private static final String ID = "visitorId";

    private final Public open;
    private AnswerStream.@Nullable Listener visitor;
    private boolean settled;

    /** Where visitors are let in. */
    record Public(PublicChatController chat, BotAccess bots, Visitors visitors, UUID bot) {}

    VisitorSocket(Parts parts, Caller caller, String address, Public open, AnswerStream.@Nullable Listener visitor) {
        super(parts, caller, address, seat(address));
        this.open = open;
        this.visitor = visitor;
    }

    static SocketSeats.Seat seat(String address) {
        return new SocketSeats.Seat(address, true);
    }

    @Override
    void permit() {
        open.bots().open(open.bot(), caller());
    }

    @Override
    synchronized void introduce(SocketFrames.Frame frame) {
        String secret = frame.take(ID);
        if (secret == null) {
            return;
        }
        AnswerStream.Listener said = open.visitors().of(ID, secret);
        if (settled && !said.equals(visitor)) {
            throw ApiException.invalid(ID, "cannot change: open another socket for another visitor");
        }
        visitor = said;
        settled = true;
    }

    /** As for a request: one who is not known yet becomes so by asking. */
    private synchronized AnswerStream.Listener welcome() {
        AnswerStream.Listener known = visitor;
        if (known == null) {
            String secret = open.visitors().newSecret();
            known = open.visitors().of(ID, secret);
            visitor = known;
            tell("visitor", null, null, Map.of(ID, secret));
        }
        settled = true;
        return known;
    }

    private synchronized AnswerStream.Listener known() {
        if (visitor == null) {
            throw ApiException.notFound("message");
        }
        return visitor;
    }

    @Override
    Question question(SocketFrames.Frame frame) {
        ChatRequests.SendPublic body = parts().frames().read(frame.fields(), ChatRequests.SendPublic.class);
        return () -> new ChatController.Begun(
                open.chat().begin(open.bot(), body, caller(), address(), this::welcome), recipient());
    }

    private AnswerWriter.Recipient recipient() {
        return new AnswerWriter.Recipient(caller(), this::permit);
    }

    @Override
    SocketAnswers.Found find(UUID messageId) {
        BotProfile bot = open.bots().open(open.bot(), caller());
        AnswerStream.Listener reader = known();
        if (!Tenant.<Boolean, RuntimeException>call(
                bot.tenantId(), () -> parts().db().call(() -> isOf(messageId, bot, reader)))) {
            throw ApiException.notFound("message");
        }
        return new SocketAnswers.Found(
                parts().streams().find(messageId).orElse(null),
                new StoredAnswers.Which(messageId, bot.tenantId(), reader),
                recipient());
    }

    /** Not what the visitor talked about with another bot of the same account. */
    private boolean isOf(UUID messageId, BotProfile bot, AnswerStream.Listener reader) {
        return parts().messages()
                .find(messageId, reader)
                .flatMap(message -> parts().conversations().find(message.conversationId(), reader))
                .filter(conversation -> bot.id().equals(conversation.botId()))
                .isPresent();
    }

    @Override
    String asker() {
        return "visitor " + welcome().visitor();
    }

    @Override
    void within(Runnable work) {
        work.run();
    }
}
