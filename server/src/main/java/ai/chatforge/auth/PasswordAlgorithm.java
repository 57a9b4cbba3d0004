package ai.chatforge.auth;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** How passwords are hashed. A stored hash says by itself which one made it. */
enum PasswordAlgorithm {
    BCRYPT("$2") {
        @Override
        PasswordEncoder encoder(AuthSettings settings) {
            return new BCryptPasswordEncoder(settings.bcryptCost());
        }

        @Override
        String nobody(AuthSettings settings) {
            return "$2a$%02d$%s"
                    .formatted(
                            settings.bcryptCost(),
                            "nobodyhasthispassword.".repeat(3).substring(0, 53));
        }
    },

    ARGON2ID("$argon2id$") {
        @Override
        PasswordEncoder encoder(AuthSettings settings) {
            return new Argon2PasswordEncoder(SALT, HASH, LANES, KIBIBYTES, ITERATIONS);
        }

        @Override
        String nobody(AuthSettings settings) {
            // Base64 of 16 and of 32 bytes.
            return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                    .formatted(KIBIBYTES, ITERATIONS, LANES, "A".repeat(22), "A".repeat(43));
        }
    };

    // OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two iterations, one lane.
    private static final int SALT = 16;
    private static final int HASH = 32;
    private static final int LANES = 1;
    private static final int KIBIBYTES = 19 * 1024;
    private static final int ITERATIONS = 2;

    private final String prefix;

    PasswordAlgorithm(String prefix) {
        this.prefix = prefix;
    }

    abstract PasswordEncoder encoder(AuthSettings settings);

    /** A hash that no password has. Any of the right form takes as long; making a real one would delay the start. */
    abstract String nobody(AuthSettings settings);

    boolean made(String hash) {
        return hash.startsWith(prefix);
    }
}
