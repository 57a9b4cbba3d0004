package ai.chatforge.platform.crypto;

import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.persistence.Databases;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sealed columns for the services of this process. */
@Configuration(proxyBeanMethods = false)
public class CryptoConfiguration {

    @Bean
    Sealers sealers(CryptoSettings settings, DataFolder folder, Databases databases) {
        return new Sealers(settings, folder).prepare(databases.all());
    }

    @Bean
    RotationLoop rotationLoop(Sealers sealers, DataFolder folder, CryptoSettings settings) {
        return new RotationLoop(sealers, folder, settings.refresh());
    }
}
