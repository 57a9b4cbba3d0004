package ai.chatforge.platform.config;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The process as a whole: what it hosts, where it listens, where it keeps its data. */
@ConfigurationProperties("chatforge")
public record ServerSettings(
        @Setting("Services that this process hosts, separated by commas; empty means all of them.") @DefaultValue
        List<String> services,

        @Setting("Folder for everything this process keeps: database, files, search index, keys, logs.")
        @DefaultValue("data")
        Path dataDir,

        @Setting("Port to listen on; 0 means 4000 with the gateway, else the port of the first hosted service.")
        @DefaultValue("0")
        @Min(0)
        @Max(65535)
        int port,

        @Setting("Address to listen on; 0.0.0.0 takes connections from other machines.")
        @DefaultValue("127.0.0.1")
        @NotBlank
        String address,

        @Setting("Where each service that is not hosted here is found, as chatforge.remote.<service>.url.")
        @DefaultValue
        Map<String, @Valid Remote> remote,

        @Setting(
                value = "Secret (32 characters or more) that the processes of one installation share to trust each"
                        + " other; made by itself while one process hosts everything.",
                secret = true)
        @Nullable
        String clusterSecret,

        @Setting("Address under which users reach ChatForge, such as https://chat.example.com; https makes cookies"
                + " secure. Empty: links in e-mails lead to the address that this process listens on.")
        @Nullable
        String publicUrl) {

    /** Where a service is that another process hosts. */
    public record Remote(
            @Setting("Base address of the process that hosts the service.") @NotBlank
            String url) {}

    /** Without the secret. */
    @Override
    public String toString() {
        return "ServerSettings[services=" + services + ", dataDir=" + dataDir + ", port=" + port + "]";
    }

    public boolean https() {
        return publicUrl != null && publicUrl.startsWith("https:");
    }
}
