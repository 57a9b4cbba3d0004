package ai.chatforge.auth;

import ai.chatforge.platform.config.Setting;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Sign-in. */
@ConfigurationProperties("chatforge.auth")
record AuthSettings(
        @Setting("Work factor of bcrypt, as a power of two; older hashes are renewed at sign-in.")
        @DefaultValue("12")
        @Min(10)
        @Max(16)
        int bcryptCost,

        @Setting("Fewest characters of a password.") @DefaultValue("8") @Min(8)
        int minPasswordLength,

        @Setting("How long an access token is valid.") @DefaultValue("15m")
        Duration accessTokenLife,

        @Setting("How long a session lasts after it was last renewed.") @DefaultValue("24h")
        Duration sessionLife,

        @Setting("How long a refresh token can renew the session.") @DefaultValue("30d")
        Duration refreshTokenLife) {}
