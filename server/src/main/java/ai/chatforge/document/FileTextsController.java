package ai.chatforge.document;

import ai.chatforge.document.api.FileTexts;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.security.Access;
import java.util.UUID;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Answers other services. */
@RestController
@Access(Access.Rule.SERVICE)
class FileTextsController implements FileTexts {
    private final PassingFiles files;

    FileTextsController(PassingFiles files) {
        this.files = files;
    }

    @Override
    public FileText read(UUID tenantId, MultipartFile file) {
        return Tenant.call(tenantId, () -> files.read(file));
    }
}
