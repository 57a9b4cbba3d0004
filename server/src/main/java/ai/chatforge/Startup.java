package ai.chatforge;

import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.config.ServerSettings;
import ai.chatforge.platform.config.StartupFailure;
import ai.chatforge.platform.observe.LogSettings;
import ai.chatforge.platform.observe.Logs;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.DatabaseSettings;
import ai.chatforge.platform.persistence.Databases;
import ai.chatforge.platform.service.HostedServices;
import ai.chatforge.platform.service.InternalApi;
import ai.chatforge.platform.service.RemoteServices;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.platform.service.ServiceTokens;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Before anything else: reads and checks all settings, takes the data folder, and registers what hangs on them. */
final class Startup implements ApplicationContextInitializer<GenericApplicationContext> {
    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
    private static final int SECRET_LENGTH = 32;
    private static final int HIGHEST_PORT = 65_535;
    private static final String PROXY = "org.springframework.cloud.gateway.server.mvc.";
    private static final List<String> PROXY_PARTS = List.of(
            PROXY + "GatewayServerMvcAutoConfiguration",
            PROXY + "GatewayMvcClassPathWarningAutoConfiguration",
            PROXY + "filter.FilterAutoConfiguration",
            PROXY + "handler.HandlerFunctionAutoConfiguration",
            PROXY + "handler.GatewayMultipartAutoConfiguration",
            PROXY + "predicate.PredicateAutoConfiguration",
            PROXY + "config.DefaultFunctionConfiguration");

    @Override
    public void initialize(GenericApplicationContext context) {
        List<String> mistakes = new ArrayList<>();
        ConfigurableEnvironment environment = context.getEnvironment();
        KnownSettings.mistakes(options(environment)).forEach(mistakes::add);
        SettingsReader reader = new SettingsReader(environment, mistakes);
        ServerSettings server = reader.read(ServerSettings.class).orElseThrow(() -> new StartupFailure(mistakes));
        HostedServices services = HostedServices.from(server, mistakes);
        Map<Class<?>, Object> settings = new HashMap<>();
        settings.put(ServerSettings.class, server);
        for (Class<?> type : SettingsCatalogue.of(services.hosted())) {
            if (type != ServerSettings.class) {
                reader.read(type).ifPresent(record -> settings.put(type, record));
            }
        }
        checkSecret(server, services, mistakes);
        int port = server.port() > 0 ? server.port() : services.hosted().isEmpty() ? 0 : services.defaultPort();
        checkPort(server.address(), port, mistakes);
        if (!mistakes.isEmpty()) {
            throw new StartupFailure(mistakes);
        }
        DataFolder folder = DataFolder.lock(server.dataDir());
        Logs.start(
                (LogSettings) Objects.requireNonNull(settings.get(LogSettings.class)),
                folder.folder("logs"),
                services.label());
        listenOn(environment, server, services, port, folder);
        register(context, settings, services, folder);
    }

    private static Stream<String> options(ConfigurableEnvironment environment) {
        return environment.getPropertySources().stream()
                .filter(CommandLinePropertySource.class::isInstance)
                .flatMap(options -> Arrays.stream(((CommandLinePropertySource<?>) options).getPropertyNames()));
    }

    private static void checkSecret(ServerSettings server, HostedServices services, List<String> mistakes) {
        String secret = server.clusterSecret();
        if (secret == null && !services.remote().isEmpty()) {
            mistakes.add("chatforge.cluster-secret (environment: CHATFORGE_CLUSTER_SECRET) is missing. All processes of"
                    + " one installation need the same one, 32 characters or longer.");
        } else if (secret != null && secret.length() < SECRET_LENGTH) {
            mistakes.add("chatforge.cluster-secret is too short: it needs 32 characters or more.");
        }
    }

    private static void checkPort(String address, int port, List<String> mistakes) {
        if (address.isBlank() || port < 0 || port > HIGHEST_PORT) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            InetAddress place = InetAddress.getByName(address);
            if (!place.isAnyLocalAddress() && NetworkInterface.getByInetAddress(place) == null) {
                throw new UnknownHostException(address);
            }
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(place, port));
        } catch (UnknownHostException e) {
            mistakes.add("--address: '" + address + "' is not an address of this machine.");
        } catch (BindException e) {
            mistakes.add("Port " + port + " on " + address + " is taken (" + e.getMessage()
                    + "). Stop the program that uses it, or choose another port: --port " + (port + 1) + ".");
        } catch (IOException e) {
            mistakes.add("Cannot listen on " + address + ":" + port + ": " + e.getMessage() + ".");
        }
    }

    private static void listenOn(
            ConfigurableEnvironment environment,
            ServerSettings server,
            HostedServices services,
            int port,
            DataFolder folder) {
        Map<String, Object> derived = new HashMap<>();
        derived.put("server.port", port);
        derived.put("server.address", server.address());
        derived.put("server.tomcat.basedir", folder.temporary().toString());
        // The proxy library switches uploads off, as what is passed on must not be read; who takes files needs them.
        derived.put(
                "spring.servlet.multipart.enabled",
                services.hosts(ServiceName.DOCUMENT) || services.hosts(ServiceName.CHAT));
        derived.put("spring.servlet.multipart.location", folder.temporary().toString());
        if (!services.hosts(ServiceName.GATEWAY) || services.remote().isEmpty()) {
            // The parts of the proxy are only started where there is something to proxy.
            derived.put("spring.autoconfigure.exclude", PROXY_PARTS);
        }
        environment.getPropertySources().addFirst(new MapPropertySource("chatforge-startup", derived));
    }

    @SuppressWarnings("unchecked")
    private static void register(
            GenericApplicationContext context,
            Map<Class<?>, Object> settings,
            HostedServices services,
            DataFolder folder) {
        settings.forEach((type, record) -> context.registerBean((Class<Object>) type, () -> record));
        Clock clock = Clock.systemUTC();
        context.registerBean(Clock.class, () -> clock);
        context.registerBean(DataFolder.class, () -> folder);
        context.registerBean(HostedServices.class, () -> services);
        ServerSettings server = (ServerSettings) Objects.requireNonNull(settings.get(ServerSettings.class));
        context.registerBean(ServiceTokens.class, () -> {
            String given = server.clusterSecret();
            return new ServiceTokens(given == null ? folder.secret("cluster") : given, services, clock);
        });
        DatabaseSettings database = (DatabaseSettings) Objects.requireNonNull(settings.get(DatabaseSettings.class));
        // PostgreSQL starts while Spring reads its configuration; the first bean that needs it waits.
        Opening databases = new Opening(() -> open(database, services, folder));
        context.addApplicationListener((ApplicationFailedEvent _) -> databases.abandon());
        context.registerBean(Databases.class, databases::await);
        services.hosted().stream()
                .filter(ServiceName::hasDatabase)
                .forEach(service -> context.registerBean(
                        service.key(), Database.class, () -> databases.await().of(service)));
        if (!services.remote().isEmpty()) {
            context.registerBean(
                    RemoteServices.class, () -> new RemoteServices(services, context.getBean(ServiceTokens.class)));
        }
        InternalApis.ALL.forEach(api -> registerIfRemote(context, services, api));
    }

    private static Databases open(DatabaseSettings settings, HostedServices services, DataFolder folder) {
        try {
            return Databases.open(settings, folder, services.hosted(), LOG::info);
        } catch (IllegalArgumentException e) {
            throw new StartupFailure("chatforge.database.url is not valid: " + e.getMessage() + ".");
        }
    }

    private static <T> void registerIfRemote(GenericApplicationContext context, HostedServices services, Class<T> api) {
        ServiceName owner = api.getAnnotation(InternalApi.class).value();
        if (services.remote().containsKey(owner)) {
            context.registerBean(
                    api, () -> context.getBean(RemoteServices.class).client(api, owner));
        }
    }
}
