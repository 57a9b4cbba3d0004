package ai.chatforge.platform.account;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.PostExchange;

/**
 * {@link AccountData} of a service in another process. Unlike an {@code InternalApi} it has no single owner: each process
 * answers for the services that it hosts.
 */
public interface AccountDataApi {
    String BASE = "/internal/{owner}/account-data";

    /** @param cursor null for the first page */
    record ExportRequest(DataSubject subject, @Nullable String cursor) {}

    /** @param rows how many of what */
    record Amounts(Map<String, Long> rows) {}

    @PostExchange(BASE + "/export")
    ExportPage export(@PathVariable String owner, @RequestBody ExportRequest request);

    @PostExchange(BASE + "/erase")
    Amounts erase(@PathVariable String owner, @RequestBody DataSubject subject);

    @PostExchange(BASE + "/left")
    Amounts left(@PathVariable String owner, @RequestBody DataSubject subject);
}
