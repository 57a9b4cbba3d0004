package ai.chatforge.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.PathResourceResolver;

/** Serves the web application from the jar. Addresses of its pages are known to its router only, so all give its page. */
@Configuration(proxyBeanMethods = false)
class WebApplication implements WebMvcConfigurer {
    private static final String ROOT = "classpath:/web/";

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.setOrder(10);
        // Their names hold a hash of the content.
        registry.addResourceHandler("/assets/**")
                .addResourceLocations(ROOT + "assets/")
                .setCacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
        registry.addResourceHandler("/api/openapi.json")
                .addResourceLocations("classpath:/api/")
                .setCacheControl(CacheControl.noCache())
                .resourceChain(true)
                .addResolver(new Always("api/openapi.json"));
        registry.addResourceHandler("/api/docs/**")
                .addResourceLocations(
                        "classpath:/api-docs/",
                        "classpath:/META-INF/resources/webjars/swagger-ui/" + swaggerVersion() + "/")
                .setCacheControl(CacheControl.maxAge(1, TimeUnit.HOURS));
        registry.addResourceHandler("/**")
                .addResourceLocations(ROOT)
                .setCacheControl(CacheControl.noCache())
                .resourceChain(true)
                .addResolver(new PageOrFile());
    }

    /** The files lie in a folder named after the version of the library. */
    private static String swaggerVersion() {
        try {
            Properties about = PropertiesLoaderUtils.loadProperties(
                    new ClassPathResource("META-INF/maven/org.webjars/swagger-ui/pom.properties"));
            return about.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of that name, else the page; but nothing below the addresses of the API. */
    private static final class PageOrFile extends PathResourceResolver {
        @Override
        protected @Nullable Resource getResource(String path, Resource location) throws IOException {
            if (isProgramAddress(path)) {
                return null;
            }
            Resource file = path.isEmpty() ? null : super.getResource(path, location);
            boolean looksLikeFile = path.substring(path.lastIndexOf('/') + 1).contains(".");
            if (file != null || looksLikeFile) {
                return file;
            }
            Resource page = location.createRelative("index.html");
            return page.exists() ? page : null;
        }

        private static boolean isProgramAddress(String path) {
            return path.equals("api")
                    || path.startsWith("api/")
                    || path.startsWith("internal/")
                    || path.startsWith("v1/")
                    || path.startsWith("assets/");
        }
    }

    private static final class Always extends PathResourceResolver {
        private final Resource resource;

        Always(String name) {
            this.resource = new ClassPathResource(name);
        }

        @Override
        protected @Nullable Resource getResource(String path, Resource location) {
            return resource.exists() ? resource : null;
        }
    }
}
