package ai.chatforge.platform.web;

import ai.chatforge.platform.config.Setting;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/** Limits of the HTTP side. */
@ConfigurationProperties("chatforge.web")
public record WebSettings(
        @Setting("Origins of other sites whose scripts may use the API, such as https://app.example.com.") @DefaultValue
        List<String> corsOrigins,

        @Setting("Largest body of a request that is not a file upload.") @DefaultValue("10MB") @NotNull
        DataSize maxBody,

        @Setting("Largest file of an upload.") @DefaultValue("100MB") @NotNull
        DataSize maxUpload,

        @Setting("Requests a minute that one client may make to the API; 0 switches the limit off.")
        @DefaultValue("100")
        @Min(0)
        int requestsPerMinute,

        @Setting("How many proxies in front of ChatForge append to X-Forwarded-For; 0: the header is not believed.")
        @DefaultValue("0")
        @Min(0)
        int trustedProxies) {}
