package ai.chatforge.platform.account;

import ai.chatforge.platform.service.ServiceName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Of a service that another process hosts. */
record RemoteAccountData(ServiceName service, AccountDataApi api) implements AccountData {

    @Override
    public ExportPage export(DataSubject subject, @Nullable String cursor) {
        return api.export(service.key(), new AccountDataApi.ExportRequest(subject, cursor));
    }

    @Override
    public Map<String, Long> erase(DataSubject subject) {
        return api.erase(service.key(), subject).rows();
    }

    @Override
    public Map<String, Long> left(DataSubject subject) {
        return api.left(service.key(), subject).rows();
    }
}
