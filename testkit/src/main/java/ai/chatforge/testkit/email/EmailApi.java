package ai.chatforge.testkit.email;

import ai.chatforge.testkit.email.ScriptedEmailApi.Fault;
import ai.chatforge.testkit.email.ScriptedEmailApi.Refused;
import ai.chatforge.testkit.email.ScriptedEmailApi.Taken;
import com.sun.net.httpserver.HttpExchange;

/** The wire format of one provider. */
public sealed interface EmailApi permits ResendApi, PostmarkApi, SesApi {

    /** Checks a request as the provider does. */
    Taken read(HttpExchange request, byte[] body) throws Refused;

    Object answer(Taken email);

    Refused fault(Fault fault);
}
