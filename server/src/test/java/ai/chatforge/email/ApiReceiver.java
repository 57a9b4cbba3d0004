package ai.chatforge.email;

import ai.chatforge.email.EmailSettings.Way;
import ai.chatforge.testkit.email.EmailApi;
import ai.chatforge.testkit.email.ScriptedEmailApi;
import ai.chatforge.testkit.email.ScriptedEmailApi.Fault;
import ai.chatforge.testkit.email.ScriptedEmailApi.Taken;
import java.io.IOException;
import java.util.List;

/** A provider with an API as the other side. */
record ApiReceiver(Way way, ScriptedEmailApi api) implements EmailTransportContract.Receiver {

    static ApiReceiver of(Way way, EmailApi api, Fault... script) throws IOException {
        return new ApiReceiver(way, new ScriptedEmailApi(api, script));
    }

    @Override
    public EmailSettings settings() {
        return TestEmailSettings.of(way, api.url(), 1000);
    }

    @Override
    public List<Taken> taken() {
        return api.taken();
    }

    @Override
    public int requests() {
        return api.requests();
    }

    @Override
    public void close() {
        api.close();
    }
}
