package ai.chatforge.user;

import ai.chatforge.platform.idempotency.Idempotent;
import ai.chatforge.platform.security.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** All of one's own data, to take along. */
@Tag(name = "users")
@RestController
@RequestMapping("/api/users/me/exports")
@Access(Access.Rule.USER)
class ExportController {
    private final Exports exports;

    ExportController(Exports exports) {
        this.exports = exports;
    }

    record ExportList(List<Export> items) {}

    @Operation(
            operationId = "startExport",
            summary = "Have all of one's own data put into an archive",
            description = "One at a time, five a day. The archive is a ZIP of JSON files and of the original files; its"
                    + " README.txt says what is where. It is kept for seven days.")
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Idempotent
    Export start() {
        return exports.start();
    }

    @Operation(operationId = "listExports", summary = "One's own exports, newest first")
    @GetMapping
    ExportList list() {
        return new ExportList(exports.all());
    }

    @Operation(operationId = "getExport", summary = "How far an export is")
    @GetMapping("/{id}")
    Export get(@PathVariable UUID id) {
        return exports.get(id);
    }

    @Operation(operationId = "openExport", summary = "The archive of an export, a ZIP")
    @GetMapping("/{id}/file")
    ResponseEntity<Resource> file(@PathVariable UUID id) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("chatforge-export.zip")
                                .build()
                                .toString())
                .contentType(MediaType.parseMediaType("application/zip"))
                .body(new FileSystemResource(exports.file(id)));
    }
}
