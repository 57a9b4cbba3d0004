package ai.chatforge.email;

import ai.chatforge.email.NotSentException.Verdict;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;

/** Addresses as they stand in an e-mail. */
final class EmailAddresses {
    private EmailAddresses() {}

    /** A single address without a name, its domain as DNS has it. */
    static InternetAddress single(String text) throws NotSentException {
        try {
            int at = text.lastIndexOf('@');
            String ascii = at < 0 ? text : text.substring(0, at + 1) + IDN.toASCII(text.substring(at + 1));
            InternetAddress address = new InternetAddress(ascii, true);
            if (ascii.equals(address.getAddress()) && at > 0) {
                return address;
            }
        } catch (AddressException | IllegalArgumentException e) {
            // Said below; addresses are not for logs.
        }
        throw new NotSentException(Verdict.NEVER, "The address is not a single valid one");
    }

    static InternetAddress sender(EmailSettings settings) {
        try {
            return new InternetAddress(settings.sender(), settings.fromName(), StandardCharsets.UTF_8.name());
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
