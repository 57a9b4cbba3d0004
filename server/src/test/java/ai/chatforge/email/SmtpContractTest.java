package ai.chatforge.email;

import ai.chatforge.email.ScriptedSmtp.Behaviour;
import ai.chatforge.testkit.email.ScriptedEmailApi.Fault;
import ai.chatforge.testkit.email.ScriptedEmailApi.Taken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

class SmtpContractTest extends EmailTransportContract {

    private record SmtpReceiver(ScriptedSmtp smtp) implements Receiver {
        @Override
        public EmailSettings settings() {
            return TestEmailSettings.of(TestEmailSettings.smtp("127.0.0.1", smtp.port(), Duration.ofMillis(700)), 1000);
        }

        @Override
        public List<Taken> taken() {
            return smtp.accepted().stream()
                    .map(text -> MimeReader.read(text.getBytes(StandardCharsets.ISO_8859_1)))
                    .toList();
        }

        @Override
        public int requests() {
            return smtp.connections();
        }

        @Override
        public void close() {
            smtp.close();
        }
    }

    @Override
    Receiver receiver(Fault... script) throws IOException {
        return new SmtpReceiver(new ScriptedSmtp(
                Arrays.stream(script).map(SmtpContractTest::behaviour).toArray(Behaviour[]::new)));
    }

    private static Behaviour behaviour(Fault fault) {
        return switch (fault) {
            case NONE -> Behaviour.ACCEPT;
            case TOO_MANY, BROKEN -> Behaviour.BUSY;
            case SILENT -> Behaviour.SILENT;
            case RESET -> Behaviour.DROP;
            case GARBAGE -> Behaviour.GARBAGE;
            case BAD_ADDRESS -> Behaviour.NOT_FOR_US;
            case ON_ITS_LIST -> Behaviour.NO_MAILBOX;
            case BAD_SENDER -> throw new IllegalArgumentException("SMTP has no code of its own for it");
        };
    }

    @Override
    boolean knowsRefusedAddresses() {
        return true;
    }

    @Override
    boolean knowsSenders() {
        return false;
    }
}
