package ai.chatforge.document.api;

import ai.chatforge.platform.service.InternalApi;
import ai.chatforge.platform.service.ServiceName;
import java.util.UUID;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/** The text of a file that becomes no source: nothing of it is kept here. */
@InternalApi(ServiceName.DOCUMENT)
@HttpExchange("/internal/document")
public interface FileTexts {
    /** Of a text; what is above is left out. */
    int MOST_CHARACTERS = 400_000;

    /**
     * Reads a file as those of sources are read: the same kinds, the plan's limit of size, the virus scanner, a process
     * of its own.
     *
     * @param tenantId whose plan says how large it may be
     * @throws ai.chatforge.platform.error.ApiException when it cannot be read: what is wrong with it, and what to do
     */
    @PostExchange("/texts/{tenantId}")
    FileText read(@PathVariable UUID tenantId, @RequestPart("file") MultipartFile file);

    /**
     * @param fileName made harmless
     * @param size in bytes
     * @param whole false: the file goes on after the text
     */
    record FileText(String fileName, String mediaType, long size, String text, boolean whole) {}
}
