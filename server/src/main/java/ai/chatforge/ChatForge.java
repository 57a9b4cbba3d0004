package ai.chatforge;

import ai.chatforge.platform.config.StartupFailure;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The application: the platform, and the configuration of each hosted service. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(
        exclude = UserDetailsServiceAutoConfiguration.class,
        // What Spring Cloud brings beside the proxy.
        excludeName = {
            "org.springframework.cloud.client.CommonsClientAutoConfiguration",
            "org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration",
            "org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration",
            "org.springframework.cloud.commons.util.UtilAutoConfiguration",
            "org.springframework.cloud.configuration.CompatibilityVerifierAutoConfiguration",
            "org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationAutoConfiguration",
            "org.springframework.cloud.client.serviceregistry.ServiceRegistryAutoConfiguration",
            "org.springframework.cloud.autoconfigure.RefreshAutoConfiguration",
            "org.springframework.cloud.autoconfigure.ConfigurationPropertiesRebinderAutoConfiguration",
            "org.springframework.cloud.autoconfigure.LifecycleMvcEndpointAutoConfiguration",
            "org.springframework.cloud.autoconfigure.WritableEnvironmentEndpointAutoConfiguration"
        })
@EnableConfigurationProperties
@Import({PlatformConfiguration.class, HostedServicesSelector.class})
class ChatForge {

    /** Starts the server; options such as {@code --port} stand for the settings of the same name. */
    static ConfigurableApplicationContext start(List<String> options) {
        SpringApplication application = new SpringApplication(ChatForge.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.addInitializers(new Startup());
        try {
            return application.run(asProperties(options).toArray(new String[0]));
        } catch (RuntimeException e) {
            throw StartupFailureReporter.in(e)
                    .<RuntimeException>map(failure -> failure)
                    .orElse(e);
        }
    }

    /** {@code --port 4001} and {@code --port=4001} become {@code --chatforge.port=4001}. */
    static List<String> asProperties(List<String> options) {
        List<String> properties = new ArrayList<>();
        for (int i = 0; i < options.size(); i++) {
            String option = options.get(i);
            if (!option.startsWith("--")) {
                throw new StartupFailure(
                        "'" + option + "' is not an option. Options begin with --; see chatforge --help.");
            }
            int equals = option.indexOf('=');
            String name = equals < 0 ? option.substring(2) : option.substring(2, equals);
            String value;
            if (equals >= 0) {
                value = option.substring(equals + 1);
            } else if (i + 1 < options.size()) {
                value = options.get(++i);
            } else {
                throw new StartupFailure("The option --" + name + " needs a value.");
            }
            properties.add("--" + (name.startsWith("chatforge.") || name.contains(".") ? "" : "chatforge.") + name + "="
                    + value);
        }
        return properties;
    }
}
