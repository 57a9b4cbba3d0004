package ai.chatforge.platform.crypto;

import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.config.StartupFailure;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Wraps keysets for the database. The first key is the one in use; the others only open what was wrapped before. */
final class MasterKeys {
    private static final String FILE = "master";

    private final List<Aead> keys;

    private MasterKeys(List<Aead> keys) {
        this.keys = keys;
    }

    /** Opened by a key that is not in use any more: to be wrapped anew. */
    record Unwrapped(KeysetHandle handle, boolean stale) {}

    static MasterKeys of(CryptoSettings settings, DataFolder folder) {
        List<String> texts = new ArrayList<>();
        String given = given(settings);
        if (given != null) {
            texts.add(given);
        }
        if (given == null || Files.exists(folder.path("keys").resolve(FILE))) {
            texts.add(folder.secret(FILE));
        }
        if (isSet(settings.previousMasterKey())) {
            texts.add(Objects.requireNonNull(settings.previousMasterKey()));
        }
        try {
            AeadConfig.register();
            List<Aead> keys = new ArrayList<>();
            for (String text : texts) {
                keys.add(new AesGcmJce(bytes(text)));
            }
            return new MasterKeys(keys);
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            // Their messages might show parts of the key.
            throw new StartupFailure("A master key " + CryptoSettings.NOT_BASE64
                    + " (chatforge.crypto.master-key, its file, or keys/master of the data folder).");
        }
    }

    private static @Nullable String given(CryptoSettings settings) {
        Path file = settings.masterKeyFile();
        if (file == null) {
            return isSet(settings.masterKey()) ? settings.masterKey() : null;
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StartupFailure(
                    "chatforge.crypto.master-key-file: " + file + " cannot be read. It holds the master key.");
        }
    }

    private static boolean isSet(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private static byte[] bytes(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_'));
        if (bytes.length != 32) {
            throw new IllegalArgumentException();
        }
        return bytes;
    }

    String wrap(KeysetHandle handle, String service) {
        try {
            return TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
                    handle, keys.getFirst(), place(service), RegistryConfiguration.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A keyset cannot be wrapped", e);
        }
    }

    Unwrapped unwrap(String wrapped, String service) {
        for (int i = 0; i < keys.size(); i++) {
            try {
                return new Unwrapped(
                        TinkJsonProtoKeysetFormat.parseEncryptedKeyset(
                                wrapped, keys.get(i), place(service), RegistryConfiguration.get()),
                        i > 0);
            } catch (GeneralSecurityException _) {
                // Then perhaps with the next one.
            }
        }
        throw new StartupFailure(
                "The keys of '" + service + "' in the database do not open with this master key. Give the"
                        + " one that they were wrapped with, as chatforge.crypto.master-key or as keys/master in the data"
                        + " folder; one that is to be replaced as chatforge.crypto.previous-master-key.");
    }

    private static byte[] place(String service) {
        return ("keyset/" + service).getBytes(StandardCharsets.UTF_8);
    }
}
