package ai.chatforge.email;

import ai.chatforge.email.EmailSettings.Way;
import ai.chatforge.testkit.email.ResendApi;
import ai.chatforge.testkit.email.ScriptedEmailApi.Fault;

class ResendTransportTest extends EmailTransportContract {

    @Override
    Receiver receiver(Fault... script) throws Exception {
        return ApiReceiver.of(Way.RESEND, new ResendApi(TestEmailSettings.API_KEY), script);
    }

    @Override
    boolean knowsRefusedAddresses() {
        return false;
    }
}
