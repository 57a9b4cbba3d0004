package ai.chatforge.platform.service;

import ai.chatforge.platform.config.ServerSettings;
import java.net.URI;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which services this process hosts, and where the others are. */
public record HostedServices(Set<ServiceName> hosted, Map<ServiceName, URI> remote) {

    private static final int HIGHEST_PORT = 65_535;

    /** Reads the selection; every fault becomes a sentence in {@code mistakes}. */
    public static HostedServices from(ServerSettings settings, List<String> mistakes) {
        Set<ServiceName> hosted = selection(settings.services(), mistakes);
        Map<ServiceName, URI> remote = new EnumMap<>(ServiceName.class);
        settings.remote().forEach((key, place) -> {
            Optional<ServiceName> service = ServiceName.byKey(key);
            Optional<URI> url = address(place.url());
            if (service.isEmpty()) {
                mistakes.add("chatforge.remote." + key + ".url: there is no service '" + key + "'. Valid names: "
                        + ServiceName.allKeys() + ".");
            } else if (url.isEmpty()) {
                mistakes.add("chatforge.remote." + key + ".url: '" + place.url()
                        + "' is not an address such as http://10.0.0.5:3002.");
            } else if (!hosted.contains(service.get())) {
                remote.put(service.get(), url.get());
            }
        });
        for (ServiceName service : ServiceName.values()) {
            boolean needed = service != ServiceName.GATEWAY && !hosted.contains(service);
            if (needed && !remote.containsKey(service) && !settings.remote().containsKey(service.key())) {
                mistakes.add("The service '" + service.key() + "' is not hosted here and has no address. Set"
                        + " chatforge.remote." + service.key() + ".url (environment: CHATFORGE_REMOTE_"
                        + service.name() + "_URL), or host it too.");
            }
        }
        return new HostedServices(hosted, remote);
    }

    private static Set<ServiceName> selection(List<String> names, List<String> mistakes) {
        Set<ServiceName> hosted = EnumSet.noneOf(ServiceName.class);
        for (String name : names) {
            if (name.isBlank()) {
                continue;
            }
            if (name.strip().toLowerCase(Locale.ROOT).equals("all")) {
                hosted.addAll(EnumSet.allOf(ServiceName.class));
                continue;
            }
            ServiceName.byKey(name)
                    .ifPresentOrElse(
                            hosted::add,
                            () -> mistakes.add("--services: there is no service '" + name.strip() + "'. Valid names: "
                                    + ServiceName.allKeys() + "."));
        }
        return names.stream().allMatch(String::isBlank) ? EnumSet.allOf(ServiceName.class) : hosted;
    }

    private static Optional<URI> address(String text) {
        try {
            URI uri = URI.create(text.strip());
            boolean usable = uri.getHost() != null
                    && uri.getPort() <= HIGHEST_PORT
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
            return usable ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public boolean hosts(ServiceName service) {
        return hosted.contains(service);
    }

    public boolean hostsEverything() {
        return hosted.size() == ServiceName.values().length;
    }

    public int defaultPort() {
        return hosted.iterator().next().defaultPort();
    }

    /** The name of this process in logs and tokens. */
    public String label() {
        return hostsEverything()
                ? "chatforge"
                : hosted.stream().map(ServiceName::key).collect(Collectors.joining("+"));
    }
}
