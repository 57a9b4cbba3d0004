package ai.chatforge.auth;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who somebody is, as a provider says it.
 *
 * @param provider the name that the operator gave the provider
 * @param issuer with the subject it names one person for ever; the e-mail address does not
 * @param email null unless it looks like one
 * @param emailVerified whether the provider says that the address is that person's
 */
record ProvidedIdentity(
        String provider,
        String issuer,
        String subject,
        @Nullable String email,
        boolean emailVerified,
        @Nullable String name) {
    private static final int LONGEST_NAME = 100;
    private static final Pattern SUBJECT = Pattern.compile("[\\x20-\\x7E]{1,255}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{C}]{1,64}@[^@\\s\\p{C}]{1,189}");

    /** Takes what a provider sent: it may be anything. */
    static ProvidedIdentity of(
            IdentityProvider provider,
            @Nullable String subject,
            @Nullable String email,
            boolean emailVerified,
            @Nullable String name) {
        if (subject == null || !SUBJECT.matcher(subject).matches()) {
            throw SignInFaults.refused(provider.label(), "it has no subject", null);
        }
        boolean address = email != null && EMAIL.matcher(email.strip()).matches();
        return new ProvidedIdentity(
                provider.name(),
                provider.issuer(),
                subject,
                address ? String.valueOf(email).strip() : null,
                address && emailVerified,
                name == null ? null : shown(name));
    }

    private static @Nullable String shown(String name) {
        String plain = name.replaceAll("\\p{C}", "").strip();
        return plain.isEmpty() || plain.length() > LONGEST_NAME ? null : plain;
    }
}
