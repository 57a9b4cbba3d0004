package ai.chatforge.document;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.storage.FolderStorage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Original files, by signed link. */
@Tag(name = "sources")
@RestController
class FileController {
    private final FileLinks links;
    private final Database db;
    private final SourceRepository sources;
    private final FolderStorage files;
    private final VirusScan scan;

    FileController(
            FileLinks links,
            @Qualifier("document") Database db,
            SourceRepository sources,
            FolderStorage files,
            VirusScan scan) {
        this.links = links;
        this.db = db;
        this.sources = sources;
        this.files = files;
        this.scan = scan;
    }

    @Operation(operationId = "openFile", summary = "An original file, by a link from file-link")
    @Access(Access.Rule.PUBLIC)
    @GetMapping("/api/files/{token}")
    ResponseEntity<Resource> file(@PathVariable String token) {
        FileLinks.Target target =
                links.open(token).orElseThrow(() -> ApiException.notFound("file, or the link expired"));
        Source source = Tenant.call(target.tenant(), () -> db.call(() -> sources.find(target.source())))
                .filter(found -> found.citable() || target.always())
                .filter(scan::mayBeOpened)
                .orElseThrow(() -> ApiException.notFound("file, or the link expired"));
        String key = source.storageKey();
        if (key == null) {
            throw ApiException.notFound("file, or the link expired");
        }
        Resource original = new FileSystemResource(files.path(key));
        if (!original.exists()) {
            throw ApiException.notFound("file, or it is locked away");
        }
        // A browser shows PDFs itself, without running anything of theirs here; everything else is only downloaded.
        boolean pdf = source.mediaType().equals(MediaType.APPLICATION_PDF_VALUE);
        ContentDisposition disposition = (pdf ? ContentDisposition.inline() : ContentDisposition.attachment())
                .filename(Objects.requireNonNullElse(source.fileName(), source.title()), StandardCharsets.UTF_8)
                .build();
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition.toString())
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
                .contentType(pdf ? MediaType.APPLICATION_PDF : MediaType.APPLICATION_OCTET_STREAM)
                .body(original);
    }
}
