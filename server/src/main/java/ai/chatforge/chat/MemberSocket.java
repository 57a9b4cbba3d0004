package ai.chatforge.chat;

import ai.chatforge.platform.idempotency.KeyedWork;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.security.Caller;
import java.util.UUID;
import org.slf4j.MDC;

/** Of a signed-in user, or of a program with an API key. */
final class MemberSocket extends ChatSocket {
    private final ChatController chat;

    MemberSocket(Parts parts, Caller caller, String address, ChatController chat) {
        super(parts, caller, address, seat(caller));
        this.chat = chat;
    }

    static SocketSeats.Seat seat(Caller caller) {
        return new SocketSeats.Seat(AnswerStream.Listener.of(caller).toString(), false);
    }

    /** Whose session or key is alive may have a socket; each bot is asked for with the answers. */
    @Override
    void permit() {}

    @Override
    Question question(SocketFrames.Frame frame) {
        ChatRequests.Send body = parts().frames().read(frame.fields(), ChatRequests.Send.class);
        return () -> chat.begin(body, caller());
    }

    @Override
    SocketAnswers.Found find(UUID messageId) {
        ConversationRepository.Place place = parts().own().placeOfMessage(messageId, caller());
        parts().own().require(place, caller());
        AnswerWriter.Recipient recipient =
                new AnswerWriter.Recipient(caller(), () -> parts().own().require(place, caller()));
        return new SocketAnswers.Found(
                parts().streams().find(messageId).orElse(null),
                new StoredAnswers.Which(messageId, place.tenant(), AnswerStream.Listener.of(caller())),
                recipient);
    }

    @Override
    String asker() {
        return KeyedWork.nameOf(caller());
    }

    @Override
    void within(Runnable work) {
        switch (caller()) {
            case Caller.User user -> {
                MDC.put("userId", user.userId().toString());
                Tenant.run(user.tenantId(), work);
            }
            case Caller.Key key -> {
                MDC.put("keyId", key.keyId().toString());
                Tenant.run(key.tenantId(), work);
            }
            case Caller.Service _, Caller.Anonymous _ -> throw new IllegalStateException("Neither has such a socket");
        }
    }
}
