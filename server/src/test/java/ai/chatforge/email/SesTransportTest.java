package ai.chatforge.email;

import ai.chatforge.email.EmailSettings.Way;
import ai.chatforge.testkit.email.ScriptedEmailApi.Fault;
import ai.chatforge.testkit.email.SesApi;

class SesTransportTest extends EmailTransportContract {

    @Override
    Receiver receiver(Fault... script) throws Exception {
        return ApiReceiver.of(
                Way.SES,
                new SesApi(
                        TestEmailSettings.REGION,
                        TestEmailSettings.ACCESS_KEY,
                        TestEmailSettings.SECRET_KEY,
                        MimeReader::read),
                script);
    }

    /** SES takes the e-mail and tells afterwards, as a bounce. */
    @Override
    boolean knowsRefusedAddresses() {
        return false;
    }
}
