package ai.chatforge.chat;

import ai.chatforge.platform.audit.AuditLog;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The catalogue of models. Their names hold slashes, so they are no part of the address. */
@Tag(name = "admin")
@RestController
@RequestMapping("/api/admin/models")
@Access(Access.Rule.ADMIN)
class KnownModelController {
    private final Database db;
    private final KnownModelRepository rows;
    private final KnownModels known;
    private final AuditLog audit;

    KnownModelController(@Qualifier("chat") Database db, KnownModelRepository rows, KnownModels known, AuditLog audit) {
        this.db = db;
        this.rows = rows;
        this.known = known;
        this.audit = audit;
    }

    @Operation(operationId = "listKnownModels", summary = "What is known of vendors' models")
    @GetMapping
    Page<KnownModel> list() {
        return new Page<>(rows.all(), null);
    }

    @Operation(
            operationId = "putKnownModel",
            summary = "Say what is known of a model",
            description = "Its limits hold for providers of the operator that have no limits of their own, and for own"
                    + " keys, within seconds.")
    @PutMapping
    KnownModel put(@RequestBody @Valid KnownModel body) {
        if (body.maxOutputTokens() > body.contextTokens() - Window.LEAST_PROMPT) {
            throw ApiException.invalid(
                    "maxOutputTokens",
                    "must leave " + Window.LEAST_PROMPT + " of contextTokens to the question, as it is a part of them");
        }
        db.run(() -> {
            rows.save(body);
            audit.record(
                    db,
                    "model.changed",
                    null,
                    Map.of("provider", body.provider().key(), "model", body.model()));
        });
        known.forget();
        return body;
    }

    @Operation(
            operationId = "deleteKnownModel",
            summary = "Forget a model",
            description = "Own keys do not offer it any more; a provider of the operator goes on with small limits.")
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@RequestParam String provider, @RequestParam String model) {
        ProviderKind kind = ProviderKind.byKey(provider).orElseThrow(() -> ApiException.notFound("model"));
        db.run(() -> {
            if (!rows.delete(kind, model)) {
                throw ApiException.notFound("model");
            }
            audit.record(db, "model.deleted", null, Map.of("provider", kind.key(), "model", model));
        });
        known.forget();
    }
}
