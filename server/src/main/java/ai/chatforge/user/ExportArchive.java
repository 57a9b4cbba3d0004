package ai.chatforge.user;

import ai.chatforge.platform.account.AccountData;
import ai.chatforge.platform.account.AllAccountData;
import ai.chatforge.platform.account.DataSubject;
import ai.chatforge.platform.account.ExportPage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.stereotype.Component;

/** Writes what all services hold of an account into one ZIP, a page at a time. */
@Component
class ExportArchive {
    private static final String README = "README.txt";

    private final AllAccountData services;
    private final Clock clock;

    ExportArchive(AllAccountData services, Clock clock) {
        this.services = services;
        this.clock = clock;
    }

    /** @param goOn asked before each page; throws when it is not to go on */
    void write(UUID account, String email, OutputStream out, Runnable goOn) throws IOException {
        DataSubject subject = new DataSubject(account, email, clock.instant());
        // Not closed: the file is the caller's.
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.putNextEntry(new ZipEntry(README));
        try (InputStream readme =
                Objects.requireNonNull(ExportArchive.class.getResourceAsStream("export-readme.txt"))) {
            readme.transferTo(zip);
        }
        List<AccountData> all = services.stream().toList();
        for (AccountData data : all) {
            write(data, subject, zip, goOn);
        }
        zip.closeEntry();
        zip.finish();
    }

    private static void write(AccountData data, DataSubject subject, ZipOutputStream zip, Runnable goOn)
            throws IOException {
        String file = README;
        String cursor = null;
        do {
            goOn.run();
            ExportPage page = data.export(subject, cursor);
            for (ExportPage.Piece piece : page.pieces()) {
                if (!piece.file().equals(file)) {
                    file = piece.file();
                    zip.putNextEntry(new ZipEntry(file));
                }
                zip.write(piece.content());
            }
            cursor = page.next();
        } while (cursor != null);
    }
}
