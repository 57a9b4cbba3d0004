package ai.chatforge;

import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.config.ServerSettings;
import ai.chatforge.platform.persistence.Databases;
import ai.chatforge.platform.service.HostedServices;
import ai.chatforge.platform.service.ServiceName;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationContext;

/** Tells the operator what runs where, once it does. */
final class StartReport {
    private StartReport() {}

    static String of(ApplicationContext context) {
        HostedServices services = context.getBean(HostedServices.class);
        String address = context.getBean(ServerSettings.class).address();
        String remote = services.remote().isEmpty()
                ? "none"
                : services.remote().entrySet().stream()
                        .map(e -> e.getKey().key() + " at " + e.getValue())
                        .collect(Collectors.joining(", "));
        String parts = context.getBean(Databases.class).isEmbedded()
                ? "PostgreSQL"
                : "none, PostgreSQL is reached by its address";
        return """

                ChatForge %s is ready: http://%s:%s
                  services here    %s
                  remote services  %s
                  embedded         %s
                  data folder      %s
                """.formatted(
                        Main.version(),
                        address.equals("0.0.0.0") ? "127.0.0.1" : address,
                        context.getEnvironment().getProperty("server.port"),
                        services.hosted().stream().map(ServiceName::key).collect(Collectors.joining(", ")),
                        remote,
                        parts
                                + (services.hosts(ServiceName.VECTOR) ? ", Lucene, all-MiniLM-L6-v2" : "")
                                + (services.hosts(ServiceName.DOCUMENT) ? ", file storage" : ""),
                        context.getBean(DataFolder.class).root());
    }
}
