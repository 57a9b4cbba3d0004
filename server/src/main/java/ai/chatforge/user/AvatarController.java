package ai.chatforge.user;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Tenant;
import ai.chatforge.platform.security.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Pictures of users. An address shows one picture for ever; the next picture has another. */
@Tag(name = "users")
@RestController
class AvatarController {
    private final Database db;
    private final AvatarRepository avatars;
    private final ProfileRepository profiles;
    private final Pictures pictures;

    AvatarController(
            @Qualifier("user") Database db, AvatarRepository avatars, ProfileRepository profiles, Pictures pictures) {
        this.db = db;
        this.avatars = avatars;
        this.profiles = profiles;
        this.pictures = pictures;
    }

    static String address(UUID account, UUID key) {
        return "/api/users/" + account + "/avatars/" + key;
    }

    @Operation(
            operationId = "setAvatar",
            summary = "Set one's own picture",
            description =
                    "The bytes of a PNG, JPEG or GIF of 5 MB and 40 megapixels at the most. Its middle is kept, as a"
                            + " PNG of 256 x 256 without anything else that was in the file.")
    @Access(Access.Rule.USER)
    @PutMapping(
            path = "/api/users/me/avatar",
            consumes = {MediaType.IMAGE_PNG_VALUE, MediaType.IMAGE_JPEG_VALUE, MediaType.IMAGE_GIF_VALUE})
    Profile set(@RequestBody(required = false) byte @Nullable [] picture) {
        byte[] png = pictures.square(picture == null ? new byte[0] : picture);
        return db.call(() -> {
                    avatars.put(UUID.randomUUID(), png);
                    return profiles.find();
                })
                .orElseThrow(UserController::notYet);
    }

    @Operation(operationId = "deleteAvatar", summary = "Remove one's own picture")
    @Access(Access.Rule.USER)
    @DeleteMapping("/api/users/me/avatar")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete() {
        db.run(avatars::delete);
    }

    @Operation(operationId = "getAvatar", summary = "A user's picture, by the address in the profile")
    @Access(Access.Rule.PUBLIC)
    @GetMapping(path = "/api/users/{id}/avatars/{key}", produces = MediaType.IMAGE_PNG_VALUE)
    ResponseEntity<byte[]> get(@PathVariable UUID id, @PathVariable UUID key) {
        byte[] png = Tenant.call(id, () -> db.call(() -> avatars.find(key)))
                .orElseThrow(() -> ApiException.notFound("picture"));
        return ResponseEntity.ok()
                .cacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
                .eTag(key.toString())
                .contentType(MediaType.IMAGE_PNG)
                .body(png);
    }
}
