package ai.chatforge.gateway;

import ai.chatforge.platform.security.Access;
import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The two addresses that are folders. */
@Hidden
@Controller
@Access(Access.Rule.PUBLIC)
class HomeController {

    @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<Resource> home() {
        return page("web/index.html");
    }

    @GetMapping(
            path = {"/api/docs", "/api/docs/"},
            produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<Resource> docs() {
        return page("api-docs/index.html");
    }

    private static ResponseEntity<Resource> page(String name) {
        ClassPathResource page = new ClassPathResource(name);
        return page.exists()
                ? ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(page)
                : ResponseEntity.notFound().build();
    }
}
