package ai.chatforge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import ai.chatforge.platform.service.InternalApi;
import ai.chatforge.platform.service.OnService;
import ai.chatforge.platform.service.ServiceName;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.URL;
import java.util.Arrays;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RestController;

/** The borders of the services, and the rules of docs/architecture.md that a machine can check. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("ai.chatforge");

    @Test
    void aServiceUsesThePlatformAndTheApiOfOthersOnly() {
        ApplicationModules.of("ai.chatforge").verify();
    }

    @Test
    void onlyApiIsPublicInServices() {
        String[] services = Arrays.stream(ServiceName.values())
                .map(service -> "ai.chatforge." + service.key())
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAnyPackage(services)
                .and()
                .areTopLevelClasses()
                .should()
                .notHaveModifier(JavaModifier.PUBLIC)
                .check(CLASSES);
    }

    @Test
    void requestsToTheOutsideGoThroughTheGuardedClient() {
        noClasses()
                .that()
                .resideOutsideOfPackages("ai.chatforge.platform.http..", "ai.chatforge.platform.service..")
                .and()
                .doNotHaveFullyQualifiedName("ai.chatforge.OwnServer")
                .and()
                .doNotHaveFullyQualifiedName("ai.chatforge.gateway.ProxyConfiguration")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "org.apache.hc..", "org.springframework.web.client..")
                .check(CLASSES);
        noClasses().should().callMethod(URL.class, "openConnection").check(CLASSES);
        // It reads the archive of PostgreSQL from the class path.
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("ai.chatforge.platform.postgres.PostgresBinaries")
                .should()
                .callMethod(URL.class, "openStream")
                .check(CLASSES);
    }

    @Test
    void everyInternalInterfaceIsKnownToTheRegistrar() {
        Assertions.assertThat(CLASSES.stream()
                        .filter(type -> type.isAnnotatedWith(InternalApi.class))
                        .map(type -> type.reflect().getName()))
                .containsExactlyInAnyOrderElementsOf(
                        InternalApis.ALL.stream().map(Class::getName).toList());
    }

    @Test
    void everyServiceHasItsConfiguration() throws ClassNotFoundException {
        for (ServiceName service : ServiceName.values()) {
            Class<?> configuration = Class.forName(HostedServicesSelector.configurationOf(service));
            Assertions.assertThat(configuration.getAnnotation(OnService.class).value())
                    .isEqualTo(service);
        }
    }

    @Test
    void namesSayWhatThingsAre() {
        noClasses().should().haveNameMatching(".*(Impl|Manager|Helper|Utils?)$").check(CLASSES);
        classes()
                .that()
                .areAnnotatedWith(RestController.class)
                .or()
                .areAnnotatedWith(Controller.class)
                .should()
                .haveSimpleNameEndingWith("Controller")
                .check(CLASSES);
    }

    @Test
    void timeComesFromTheClock() {
        noClasses().should().callMethod(java.time.Instant.class, "now").check(CLASSES);
    }
}
