package ai.chatforge;

import ai.chatforge.platform.service.HostedServices;
import ai.chatforge.platform.service.ServiceName;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;

/** Imports the configuration class of each hosted service, found by its name. */
final class HostedServicesSelector implements ImportSelector {
    private final HostedServices services;

    HostedServicesSelector(BeanFactory beans) {
        this.services = beans.getBean(HostedServices.class);
    }

    @Override
    public String[] selectImports(AnnotationMetadata importer) {
        return services.hosted().stream()
                .map(HostedServicesSelector::configurationOf)
                .toArray(String[]::new);
    }

    static String configurationOf(ServiceName service) {
        return "ai.chatforge." + service.key() + "." + capitalised(service) + "Configuration";
    }

    /** Each service has at most one settings record. */
    static String settingsOf(ServiceName service) {
        return "ai.chatforge." + service.key() + "." + capitalised(service) + "Settings";
    }

    private static String capitalised(ServiceName service) {
        return service.name().charAt(0) + service.key().substring(1);
    }
}
