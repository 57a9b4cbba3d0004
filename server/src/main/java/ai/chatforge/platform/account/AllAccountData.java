package ai.chatforge.platform.account;

import ai.chatforge.platform.service.HostedServices;
import ai.chatforge.platform.service.RemoteServices;
import ai.chatforge.platform.service.ServiceName;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;

/** What all services hold of an account, wherever they are hosted. */
public final class AllAccountData {
    private final Map<ServiceName, AccountData> byService = new EnumMap<>(ServiceName.class);

    AllAccountData(List<AccountData> hosted, HostedServices services, ObjectProvider<RemoteServices> remote) {
        hosted.forEach(data -> byService.put(data.service(), data));
        services.remote().keySet().stream()
                .filter(ServiceName::hasDatabase)
                .forEach(service -> byService.put(
                        service,
                        new RemoteAccountData(service, remote.getObject().client(AccountDataApi.class, service))));
        String missing = Arrays.stream(ServiceName.values())
                .filter(ServiceName::hasDatabase)
                .filter(service -> !byService.containsKey(service))
                .map(ServiceName::key)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new IllegalStateException("Without " + AccountData.class + ": " + missing);
        }
    }

    public Stream<AccountData> stream() {
        return byService.values().stream();
    }
}
