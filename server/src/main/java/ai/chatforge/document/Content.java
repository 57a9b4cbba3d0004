package ai.chatforge.document;

import ai.chatforge.platform.storage.FolderStorage.StoredFile;
import org.jspecify.annotations.Nullable;

/** A stored file that a source is read from. */
record Content(String storageKey, @Nullable String fileName, String mediaType, long size, String sha256) {
    static Content of(StoredFile stored, @Nullable String fileName, String mediaType) {
        return new Content(stored.key(), fileName, mediaType, stored.size(), stored.sha256());
    }
}
