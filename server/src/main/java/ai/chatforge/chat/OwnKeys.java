package ai.chatforge.chat;

import ai.chatforge.chat.ModelRequest.PromptMessage;
import ai.chatforge.chat.ModelRequest.Role;
import ai.chatforge.platform.audit.AuditLog;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.http.ForbiddenAddressException;
import ai.chatforge.platform.http.ForbiddenPortException;
import ai.chatforge.platform.id.Ids;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Own keys of the present tenant. */
@Component
class OwnKeys {
    private static final int SHOWN = 4;
    private static final int FEW_TOKENS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Database db;
    private final OwnKeyRepository rows;
    private final OwnModels kept;
    private final OutsideProviders providers;
    private final AuditLog audit;
    private final Clock clock;

    OwnKeys(
            @Qualifier("chat") Database db,
            OwnKeyRepository rows,
            OwnModels kept,
            OutsideProviders providers,
            AuditLog audit,
            Clock clock) {
        this.db = db;
        this.rows = rows;
        this.kept = kept;
        this.providers = providers;
        this.audit = audit;
        this.clock = clock;
    }

    /** What came of trying a key. */
    @Schema(name = "OwnKeyCheck")
    record Check(
            boolean works,
            @Schema(description = "In plain words") String message,

            @Schema(description = "The model that was asked", example = "gpt-6-luna")
            String model) {}

    List<OwnKey> all(@Nullable UUID bot) {
        return db.call(() -> rows.all(bot));
    }

    OwnKey save(ProviderKind provider, @Nullable UUID bot, OwnKeyController.Change change) {
        Instant now = clock.instant();
        String secret = change.key();
        OwnKey key = new OwnKey(
                Ids.next(),
                provider,
                bot,
                change.baseUrl(),
                change.models(),
                secret.substring(secret.length() - SHOWN),
                now,
                now);
        db.run(() -> {
            rows.save(key, secret);
            audit.record(db, "model-key.saved", key.id(), about(provider, bot));
        });
        kept.forget(Tenant.required());
        return key;
    }

    void delete(ProviderKind provider, @Nullable UUID bot) {
        db.run(() -> {
            if (!rows.delete(provider, bot)) {
                throw ApiException.notFound("key");
            }
            audit.record(db, "model-key.deleted", bot, about(provider, bot));
        });
        kept.forget(Tenant.required());
    }

    private static Map<String, Object> about(ProviderKind provider, @Nullable UUID bot) {
        Map<String, Object> about = new HashMap<>(Map.of("provider", provider.key()));
        if (bot != null) {
            about.put("bot", bot);
        }
        return about;
    }

    /** No connection of the database is held while the provider is asked. */
    Check check(ProviderKind kind, @Nullable UUID bot) {
        OwnKeyRepository.Opened opened =
                db.call(() -> rows.opened(kind, bot)).orElseThrow(() -> ApiException.notFound("key"));
        ModelProvider provider = providers.own(opened);
        List<ModelProvider.Model> models = provider.models();
        if (models.isEmpty()) {
            throw ApiException.invalid("provider", "has no model in the catalogue; tell an administrator");
        }
        ModelProvider.Model model = models.stream()
                .filter(one -> one.id().matches(".*(mini|haiku|flash|small|nano).*"))
                .findFirst()
                .orElse(models.getFirst());
        try {
            ask(provider, model);
            return new Check(true, "It works: " + kind.vendor() + " answered.", model.id());
        } catch (ProviderException e) {
            return new Check(false, words(kind, model.id(), e), model.id());
        }
    }

    private static void ask(ModelProvider provider, ModelProvider.Model model) throws ProviderException {
        ModelRequest request = new ModelRequest(
                model.id(),
                List.of(new PromptMessage(Role.USER, "Say yes.")),
                0,
                model.tokensFor(FEW_TOKENS),
                ModelRequest.Material.NONE,
                Privacy.NONE);
        Cancellation late = new Cancellation();
        FutureTask<Boolean> call = new FutureTask<>(() -> {
            provider.answer(request, event -> {}, late);
            return true;
        });
        Thread.ofVirtual().name("key-check").start(call);
        try {
            call.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ProviderException(ProviderException.Kind.OVERLOADED, "late", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProviderException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderException(ProviderException.Kind.OVERLOADED, "stopped", e);
        } finally {
            late.cancel();
        }
    }

    /** What a user can do something about. */
    static String words(ProviderKind kind, String model, ProviderException failure) {
        ProviderException.Refusal refusal = failure.refusal();
        if (refusal != null) {
            return words(kind, model, refusal);
        }
        Throwable cause = failure.getCause();
        return switch (failure.kind()) {
            case BROKEN_OFF ->
                "Something answers at the address, but not as " + kind.vendor() + " does. See whether the address is"
                        + " right, its version (such as /v1) included.";
            case OVERLOADED, REFUSED -> kind.vendor() + " did not answer within " + PATIENCE.toSeconds() + " seconds.";
            case UNREACHABLE ->
                cause instanceof ForbiddenAddressException || cause instanceof ForbiddenPortException
                        ? "The address is not a public one. Addresses of private networks and ports of other services"
                                + " cannot be used."
                        : "Nothing answers at the address, or it breaks off. See whether the address is right.";
        };
    }

    private static String words(ProviderKind kind, String model, ProviderException.Refusal refusal) {
        String said = refusal.said();
        boolean keyIsWrong = refusal.status() == 401
                || refusal.status() == 403
                || (refusal.status() == 400 && said.matches("(?is).*api.?key.*"));
        if (keyIsWrong) {
            return kind.vendor() + " refuses the key (" + refusal.status() + "). Copy it again from where it was made,"
                    + " and see there whether it is still valid and may use models.";
        } else if (refusal.status() == 402 || said.contains("insufficient_quota") || said.contains("credit balance")) {
            return "The key is right, but its account has no credit left. Add some at " + kind.vendor() + ".";
        } else if (refusal.status() == 404) {
            return "The key is right, but the model " + model + " is not there for it, or the address is wrong.";
        } else if (refusal.status() == 429) {
            return "The key is right, but its account asks more often than " + kind.vendor()
                    + " allows at the moment. Try again later.";
        } else if (refusal.status() >= 500) {
            return kind.vendor() + " has a fault at the moment (" + refusal.status() + "). Try again later.";
        }
        return kind.vendor() + " refuses the question (" + refusal.status() + ").";
    }
}
