package ai.chatforge;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** What a start costs that does nothing: the measure beside which ours is put. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class EmptyServer {
    private EmptyServer() {}

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(EmptyServer.class);
        application.setDefaultProperties(
                Map.of("spring.main.banner-mode", "off", "server.port", "0", "logging.level.root", "off"));
        application.run();
        System.out.println("ready");
    }
}
