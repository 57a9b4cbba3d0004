package ai.chatforge.document;

import ai.chatforge.platform.account.AccountData;
import ai.chatforge.platform.account.DataSubject;
import ai.chatforge.platform.account.ExportPage;
import ai.chatforge.platform.account.OwnedTables;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.platform.storage.FolderStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** An account's sources: their rows first, then their files as they were uploaded. */
@Component
class DocumentAccountData implements AccountData {
    private static final String FILES = "file ";
    private static final Map<String, String> EXTENSIONS = Map.of("text", ".txt", "qa", ".json", "video", ".vtt");
    private static final int CHUNK = 1 << 20;
    private static final int FILES_AT_ONCE = 200;

    private final Database db;
    private final FolderStorage files;
    private final Leftovers leftovers;
    private final OwnedTables tables;

    DocumentAccountData(@Qualifier("document") Database db, FolderStorage files, Leftovers leftovers, JsonMapper json) {
        this.db = db;
        this.files = files;
        this.leftovers = leftovers;
        this.tables =
                new OwnedTables(db, json).column("source", "storage_key", null).withoutExport("private_names");
    }

    private record Original(
            UUID id,
            String type,
            String title,
            @Nullable String fileName,
            String storageKey,
            @Nullable String former) {
        /** With the id before it, as names repeat, and without what is more than a name to some systems. */
        String exportName() {
            String name = fileName == null ? title + EXTENSIONS.getOrDefault(type, "") : fileName;
            return "document/files/" + id + "-" + name.replaceAll("[\\p{Cntrl}/\\\\:*?\"<>|]", "_");
        }
    }

    @Override
    public ServiceName service() {
        return ServiceName.DOCUMENT;
    }

    @Override
    public ExportPage export(DataSubject subject, @Nullable String cursor) {
        if (cursor != null && cursor.startsWith(FILES)) {
            return file(subject, cursor.substring(FILES.length()));
        }
        ExportPage page = tables.export(subject, cursor);
        return page.next() == null ? new ExportPage(page.pieces(), FILES) : page;
    }

    /** @param position where a file goes on, as its id and an offset, or the id alone of the file before */
    private ExportPage file(DataSubject subject, String position) {
        String[] parts = position.split(" ", 2);
        UUID id = parts[0].isEmpty() ? null : UUID.fromString(parts[0]);
        long offset = parts.length == 2 ? Long.parseLong(parts[1]) : 0;
        Optional<Original> found = Tenant.call(
                subject.account(),
                () -> db.call(() -> originals(id, parts.length == 2, 1).stream().findFirst()));
        if (found.isEmpty()) {
            return ExportPage.EMPTY;
        }
        Original original = found.get();
        byte[] content = read(original, offset);
        String next = content.length < CHUNK ? original.id().toString() : original.id() + " " + (offset + CHUNK);
        // The source may have been deleted between two chunks, and the next one be another's beginning.
        boolean other = parts.length == 2 && !original.id().equals(id);
        return other
                ? new ExportPage(List.of(), FILES + id)
                : ExportPage.of(original.exportName(), content, FILES + next);
    }

    private byte[] read(Original original, long offset) {
        try (SeekableByteChannel file = Files.newByteChannel(files.path(original.storageKey()))) {
            ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(file.size() - offset, 0, CHUNK));
            file.position(offset);
            while (buffer.hasRemaining() && file.read(buffer) >= 0) {
                // Reads on.
            }
            byte[] content = new byte[buffer.position()];
            buffer.flip().get(content);
            return content;
        } catch (NoSuchFileException e) {
            return new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param including whether the named one counts, too */
    private List<Original> originals(@Nullable UUID from, boolean including, int limit) {
        return db.sql()
                .sql("""
                    select id, type, title, file_name, storage_key, former_storage ->> 'storageKey' former
                    from document.source
                    where tenant_id = :tenant and storage_key is not null and (:from::uuid is null or id > :from::uuid
                      or :including and id = :from::uuid)
                    order by id limit :limit
                    """)
                .param("tenant", Tenant.required())
                .param("from", from)
                .param("including", including)
                .param("limit", limit)
                .query((rs, n) -> new Original(
                        rs.getObject("id", UUID.class),
                        rs.getString("type"),
                        rs.getString("title"),
                        rs.getString("file_name"),
                        rs.getString("storage_key"),
                        rs.getString("former")))
                .list();
    }

    /** The files first: while its row is there, a file is found again after a crash. */
    @Override
    public Map<String, Long> erase(DataSubject subject) {
        Tenant.run(subject.account(), () -> {
            UUID last = null;
            List<Original> some;
            do {
                UUID from = last;
                some = db.call(() -> originals(from, false, FILES_AT_ONCE));
                some.forEach(this::delete);
                last = some.isEmpty() ? last : some.getLast().id();
            } while (some.size() == FILES_AT_ONCE);
            leftovers.sweepAll();
        });
        return tables.erase(subject);
    }

    private void delete(Original original) {
        try {
            files.delete(original.storageKey());
            if (original.former() != null) {
                files.delete(original.former());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, Long> left(DataSubject subject) {
        return tables.left(subject);
    }
}
