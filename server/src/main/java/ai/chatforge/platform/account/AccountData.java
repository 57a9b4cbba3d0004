package ai.chatforge.platform.account;

import ai.chatforge.platform.service.ServiceName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one service holds of an account. Not to be called inside an open transaction. */
public interface AccountData {

    ServiceName service();

    /** @param cursor of the page before; null for the first one */
    ExportPage export(DataSubject subject, @Nullable String cursor);

    /**
     * Erases, for half a minute at the most, and may be called again as often as needed.
     *
     * @return how many of what were erased
     */
    Map<String, Long> erase(DataSubject subject);

    /** @return how many of what are there still; empty when nothing is left */
    Map<String, Long> left(DataSubject subject);
}
