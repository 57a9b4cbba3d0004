package ai.chatforge;

import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.config.ServerSettings;
import ai.chatforge.platform.persistence.Databases;
import ai.chatforge.platform.service.HostedServices;
import ai.chatforge.platform.service.ServiceName;
import java.util.stream.Collectors;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Tells the operator what runs where, once it does. */
@Component
final class StartReport implements ApplicationListener<ApplicationReadyEvent> {
    private final HostedServices services;
    private final ServerSettings settings;
    private final DataFolder folder;
    private final Databases databases;
    private final Environment environment;

    StartReport(
            HostedServices services,
            ServerSettings settings,
            DataFolder folder,
            Databases databases,
            Environment environment) {
        this.services = services;
        this.settings = settings;
        this.folder = folder;
        this.databases = databases;
        this.environment = environment;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        String shown = settings.address().equals("0.0.0.0") ? "127.0.0.1" : settings.address();
        String remote = services.remote().isEmpty()
                ? "none"
                : services.remote().entrySet().stream()
                        .map(e -> e.getKey().key() + " at " + e.getValue())
                        .collect(Collectors.joining(", "));
        String parts = databases.isEmbedded() ? "PostgreSQL" : "none, PostgreSQL is reached by its address";
        System.out.println("""

                ChatForge %s is ready: http://%s:%s
                  services here    %s
                  remote services  %s
                  embedded         %s
                  data folder      %s
                """.formatted(
                        Main.version(),
                        shown,
                        environment.getProperty("server.port"),
                        services.hosted().stream().map(ServiceName::key).collect(Collectors.joining(", ")),
                        remote,
                        parts
                                + (services.hosts(ServiceName.VECTOR) ? ", Lucene, all-MiniLM-L6-v2" : "")
                                + (services.hosts(ServiceName.DOCUMENT) ? ", file storage" : ""),
                        folder.root()));
    }
}
