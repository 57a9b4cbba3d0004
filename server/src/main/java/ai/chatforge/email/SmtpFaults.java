package ai.chatforge.email;

import ai.chatforge.email.NotSentException.Verdict;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/** What a fault of the SMTP server means for the e-mail: reply codes of RFC 5321, enhanced ones of RFC 3463. */
final class SmtpFaults {
    private static final Set<Integer> NO_MAILBOX = Set.of(550, 551, 553);
    /** Faults of our login: an operator can put them right. */
    private static final Set<Integer> LOGIN = Set.of(530, 534, 535, 538);

    private static final Pattern ENHANCED = Pattern.compile("\\b5\\.(\\d{1,3})\\.\\d{1,3}\\b");
    private static final int PERMANENT = 500;

    private SmtpFaults() {}

    static NotSentException verdictOn(MessagingException fault) {
        for (Throwable each : chain(fault)) {
            switch (each) {
                case AuthenticationFailedException _ -> {
                    return new NotSentException(
                            Verdict.OPERATOR,
                            "The server does not take our login: check chatforge.email.smtp.user and password");
                }
                case SMTPAddressFailedException refused -> {
                    return refused(refused.getReturnCode(), recipient(refused));
                }
                case SMTPSenderFailedException refused -> {
                    return refused(refused.getReturnCode(), Verdict.NEVER);
                }
                case SMTPSendFailedException refused -> {
                    return refused(refused.getReturnCode(), Verdict.NEVER);
                }
                default -> {}
            }
        }
        return new NotSentException(Verdict.LATER, "The server could not be spoken to: " + innermost(fault));
    }

    // Words of servers repeat the address, so only their numbers are kept.
    private static NotSentException refused(int code, Verdict ifPermanent) {
        if (code < 0) {
            return new NotSentException(Verdict.LATER, "The server broke off");
        }
        boolean permanent = code >= PERMANENT && !LOGIN.contains(code);
        return new NotSentException(permanent ? ifPermanent : Verdict.LATER, "The server answered " + code);
    }

    /** Mailboxes that are full, or closed to us, do exist. */
    private static Verdict recipient(SMTPAddressFailedException refused) {
        Matcher enhanced = ENHANCED.matcher(String.valueOf(refused.getMessage()));
        boolean noMailbox =
                enhanced.find() ? enhanced.group(1).equals("1") : NO_MAILBOX.contains(refused.getReturnCode());
        return noMailbox ? Verdict.NO_SUCH_ADDRESS : Verdict.NEVER;
    }

    /** The most telling one first: what a fault was made from comes later. */
    private static List<Throwable> chain(MessagingException fault) {
        List<Throwable> chain = new ArrayList<>();
        Throwable each = fault;
        while (each != null && !chain.contains(each)) {
            chain.addFirst(each);
            each = next(each);
        }
        return chain;
    }

    private static @Nullable Throwable next(Throwable fault) {
        return fault instanceof MessagingException mail && mail.getNextException() != null
                ? mail.getNextException()
                : fault.getCause();
    }

    private static String innermost(MessagingException fault) {
        return chain(fault).getFirst().getClass().getSimpleName();
    }
}
