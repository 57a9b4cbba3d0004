package ai.chatforge.accounting;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An entry of an account's ledger, as its owner sees it. */
@Schema(name = "CreditTransaction")
record Transaction(
        @Schema(description = "Counted up for each account, without gaps", example = "42")
        long number,

        Kind kind,

        @Schema(description = "The reservation, such as an answer, or the allocation that it is about") @Nullable
        UUID reference,

        @Schema(description = "How what can be spent changed, in credits", example = "-120")
        long amount,

        @Schema(description = "How what is reserved changed", example = "120")
        long reserved,

        @Schema(description = "What was used, including what was written off")
        long consumed,

        @Schema(description = "What lapsed with its period, or with a smaller plan")
        long expired,

        @Schema(description = "What was used beyond what the account could pay")
        long writtenOff,

        @Schema(description = "What could be spent afterwards", example = "9880")
        long available,

        @Nullable UUID botId,
        @Nullable String provider,
        @Nullable String model,

        @Schema(description = "What an administrator said about it") @Nullable
        String note,

        Instant at) {

    /** What happened. */
    enum Kind {
        /** The plan's credits for a month. */
        @JsonProperty("allowance")
        ALLOWANCE,
        @JsonProperty("grant")
        GRANT,
        @JsonProperty("purchase")
        PURCHASE,
        @JsonProperty("reservation")
        RESERVATION,
        @JsonProperty("settlement")
        SETTLEMENT,
        /** Nobody told the progress of an answer any more: settled by what was delivered. */
        @JsonProperty("expiry")
        EXPIRY,
        /** What was left of a month's allowance. */
        @JsonProperty("lapse")
        LAPSE,
        @JsonProperty("closing")
        CLOSING;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String key) {
            return valueOf(key.toUpperCase(Locale.ROOT));
        }
    }
}
