package ai.chatforge.platform.crypto;

import ai.chatforge.platform.config.Setting;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The key above all keys of sealed secrets. */
@ConfigurationProperties("chatforge.crypto")
public record CryptoSettings(
        @Setting(
                value =
                        "Master key, 32 bytes in base64 (openssl rand -base64 32), that wraps the keys of secrets in the"
                                + " database; all processes that share a database need the same one. Empty: it is made at"
                                + " the first start and kept in the data folder as keys/master. Without it these secrets are"
                                + " lost: keep a copy apart from backups.",
                secret = true)
        @Nullable
        @Pattern(regexp = BASE64, message = NOT_BASE64)
        String masterKey,

        @Setting("File to read the master key from, instead of chatforge.crypto.master-key.") @Nullable
        Path masterKeyFile,

        @Setting(
                value = "The master key of before, for the first start with a new one, which wraps the keys anew."
                        + " Where keys/master of the data folder was used before, it is found without this; delete"
                        + " it afterwards.",
                secret = true)
        @Nullable
        @Pattern(regexp = BASE64, message = NOT_BASE64)
        String previousMasterKey,

        @Setting("How long a process works with the keys that it has read; the same for all processes, as each step of"
                + " a rotation waits for twice as long.")
        @DefaultValue("30s")
        @DurationMin(millis = 100)
        Duration refresh) {
    static final String BASE64 = "|[A-Za-z0-9+/_-]{43}=?";
    static final String NOT_BASE64 = "must be 32 bytes in base64, as openssl rand -base64 32 makes them";

    @Override
    public String toString() {
        return "CryptoSettings[refresh=" + refresh + "]";
    }
}
