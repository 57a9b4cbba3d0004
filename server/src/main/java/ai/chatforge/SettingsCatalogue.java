package ai.chatforge;

import ai.chatforge.platform.config.ServerSettings;
import ai.chatforge.platform.crypto.CryptoSettings;
import ai.chatforge.platform.event.EventSettings;
import ai.chatforge.platform.http.OutsideSettings;
import ai.chatforge.platform.job.JobSettings;
import ai.chatforge.platform.observe.LogSettings;
import ai.chatforge.platform.persistence.DatabaseSettings;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.platform.web.WebSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.util.ClassUtils;

/** All settings records: those of the platform, and each service's own. */
final class SettingsCatalogue {
    private static final List<Class<?>> PLATFORM = List.of(
            ServerSettings.class,
            CryptoSettings.class,
            DatabaseSettings.class,
            WebSettings.class,
            LogSettings.class,
            EventSettings.class,
            JobSettings.class,
            OutsideSettings.class);

    private SettingsCatalogue() {}

    static List<Class<?>> of(Collection<ServiceName> services) {
        List<Class<?>> records = new ArrayList<>(PLATFORM);
        for (ServiceName service : services) {
            String name = HostedServicesSelector.settingsOf(service);
            if (ClassUtils.isPresent(name, SettingsCatalogue.class.getClassLoader())) {
                records.add(ClassUtils.resolveClassName(name, SettingsCatalogue.class.getClassLoader()));
            }
        }
        return records;
    }
}
