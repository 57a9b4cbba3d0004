package ai.chatforge.platform.job;

import ai.chatforge.platform.config.DataFolder;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Jobs for the services of this process. */
@Configuration(proxyBeanMethods = false)
public class JobConfiguration {

    // The folder is locked, so its name belongs to one living process.
    @Bean
    Jobs jobs(DataFolder folder, JobSettings settings, JsonMapper json, MeterRegistry meters, Clock clock) {
        return new Jobs(folder.secret("process"), settings, json, meters, clock);
    }
}
