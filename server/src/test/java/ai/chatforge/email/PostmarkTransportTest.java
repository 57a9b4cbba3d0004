package ai.chatforge.email;

import ai.chatforge.email.EmailSettings.Way;
import ai.chatforge.testkit.email.PostmarkApi;
import ai.chatforge.testkit.email.ScriptedEmailApi.Fault;

class PostmarkTransportTest extends EmailTransportContract {

    @Override
    Receiver receiver(Fault... script) throws Exception {
        return ApiReceiver.of(Way.POSTMARK, new PostmarkApi(TestEmailSettings.SERVER_TOKEN), script);
    }

    @Override
    boolean knowsRefusedAddresses() {
        return true;
    }
}
