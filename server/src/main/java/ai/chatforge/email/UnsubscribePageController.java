package ai.chatforge.email;

import ai.chatforge.email.OptOutTokens.Choice;
import ai.chatforge.platform.security.Access;
import io.swagger.v3.oas.annotations.Hidden;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The same for people: a page that asks first, as programs open links to look what they are, and that can undo it. */
@Hidden
@Controller
@Access(Access.Rule.PUBLIC)
class UnsubscribePageController {
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';"
            + " form-action 'self'; frame-ancestors 'none'";
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final OptOuts optOuts;

    UnsubscribePageController(OptOuts optOuts) {
        this.optOuts = optOuts;
    }

    @GetMapping("/unsubscribe/{token}")
    ResponseEntity<String> ask(@PathVariable String token, @RequestParam(required = false) @Nullable String language) {
        Phrases phrases = Phrases.in(language);
        Optional<Choice> choice = optOuts.read(token);
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("lang", phrases.language());
        model.put("title", phrases.get("page.title"));
        if (choice.isEmpty()) {
            model.put("text", phrases.get("page.invalid"));
            return page(HttpStatus.NOT_FOUND, model);
        }
        boolean out = optOuts.isOut(choice.get());
        Map<String, String> category =
                Map.of("category", phrases.get("page." + choice.get().category().key()));
        model.put("text", phrases.get(out ? "page.stopped" : "page.ask", category));
        model.put("others", phrases.get("page.others"));
        model.put("action", "/unsubscribe/" + safe(token) + "?language=" + phrases.language());
        model.put("button", phrases.get(out ? "page.undo" : "page.stop"));
        model.put("wanted", Boolean.toString(out));
        return page(HttpStatus.OK, model);
    }

    /** For mail programs that open the address of the header instead of posting to it. */
    @GetMapping("/api/email/unsubscribe/{token}")
    ResponseEntity<Void> lead(@PathVariable String token) {
        return seeOther("/unsubscribe/" + safe(token));
    }

    @PostMapping("/unsubscribe/{token}")
    ResponseEntity<Void> choose(
            @PathVariable String token,
            @RequestParam(required = false) @Nullable String language,
            @RequestParam(defaultValue = "false") boolean wanted) {
        optOuts.read(token).ifPresent(choice -> {
            if (wanted) {
                optOuts.resume(choice);
            } else {
                optOuts.stop(choice);
            }
        });
        return seeOther("/unsubscribe/" + safe(token) + "?language="
                + Phrases.in(language).language());
    }

    private static String safe(String token) {
        return token.replaceAll("[^A-Za-z0-9_-]", "");
    }

    private static ResponseEntity<Void> seeOther(String address) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(address))
                .cacheControl(CacheControl.noStore())
                .header("Referrer-Policy", "no-referrer")
                .build();
    }

    private static ResponseEntity<String> page(HttpStatus status, Map<String, @Nullable Object> model) {
        return ResponseEntity.status(status)
                .contentType(HTML)
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer")
                .body(Pages.fill("unsubscribe.html", model));
    }
}
