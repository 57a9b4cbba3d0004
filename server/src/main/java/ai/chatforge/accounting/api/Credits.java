package ai.chatforge.accounting.api;

import ai.chatforge.platform.service.InternalApi;
import ai.chatforge.platform.service.ServiceName;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/**
 * What an account can spend, and the two steps of spending it: what an answer may cost is reserved before the model is
 * asked, and settled by what it did cost. Every call may be made again: it has one effect, and the same answer.
 *
 * <p>A credit is worth a token of the base model; the price list says how many a token of another model costs.
 */
@InternalApi(ServiceName.ACCOUNTING)
@HttpExchange("/internal/accounting")
public interface Credits {

    /**
     * Free ones (the built-in answerer, a key of the account's own) reserve nothing and are never refused.
     *
     * @throws ai.chatforge.platform.error.ApiException {@code insufficient_credits} when prompt and the least answer
     *     cannot be paid
     */
    @PostExchange("/reservations/reserve")
    Reserved reserve(@RequestBody Reserve request);

    /**
     * Charges what was used and gives the rest back. What was used beyond the reservation is charged as far as the
     * account can pay, and written off beyond that. What has expired stays as it was settled then.
     *
     * @throws ai.chatforge.platform.error.ApiException {@code not_found} when nothing was reserved under the id
     */
    @PostExchange("/reservations/settle")
    Settled settle(@RequestBody Settle request);

    /** Says that answers go on and how far they are: silent for longer than its lease, a reservation expires. */
    @PostExchange("/reservations/progress")
    void progress(@RequestBody Progress request);

    @GetExchange("/balances/{accountId}")
    Balance balance(@PathVariable UUID accountId);

    /**
     * @param id the caller's own, such as that of the message: reserves once, however often it is asked
     * @param accountId who pays: the owner of the bot
     * @param userId who asks; null for visitors and programs
     * @param ownKey whether the provider is paid with a key of the account's own
     * @param promptTokens as counted beforehand
     * @param mostPromptTokens that the model may count for the same
     * @param maxOutputTokens that the model would be allowed
     * @param leastOutputTokens that an answer is worth beginning for
     * @param origin chat, public, api, widget, evaluation, summary or session
     */
    record Reserve(
            UUID id,
            UUID accountId,
            @Nullable UUID userId,
            @Nullable UUID botId,
            String provider,
            String model,
            boolean ownKey,
            long promptTokens,
            long mostPromptTokens,
            long maxOutputTokens,
            long leastOutputTokens,
            String origin) {}

    /**
     * @param maxOutputTokens that the model may be allowed: as asked for, or as many as can be paid
     * @param expiresAt when it is settled from what was delivered, unless its progress is told before
     */
    record Reserved(UUID id, long credits, long maxOutputTokens, Instant expiresAt) {}

    /**
     * @param cachedTokens those of {@code promptTokens} that the provider had in its cache
     * @param reported whether the provider counted; an explicit zero is zero
     */
    record Settle(
            UUID accountId,
            UUID id,
            long promptTokens,
            long cachedTokens,
            long completionTokens,
            boolean reported,
            End end) {}

    /** How an answer ended. */
    enum End {
        COMPLETE,
        STOPPED,
        INTERRUPTED,
        FAILED
    }

    /**
     * @param credits charged to the account
     * @param writtenOff that were used beyond what the account could pay
     */
    record Settled(UUID id, long credits, long writtenOff) {}

    /** Of answers under way of one account. */
    record Progress(UUID accountId, List<Delivered> delivered) {
        public static Progress of(UUID accountId, UUID id, long completionTokens) {
            return new Progress(accountId, List.of(new Delivered(id, completionTokens)));
        }
    }

    /** @param completionTokens so far */
    record Delivered(UUID id, long completionTokens) {}

    /**
     * @param available to be reserved now
     * @param reserved for answers under way
     * @param unlimited whether the plan sets no limit: then nothing is ever refused
     * @param renewedAt when the plan's allowance begins anew
     */
    record Balance(UUID accountId, long available, long reserved, boolean unlimited, Instant renewedAt) {}
}
