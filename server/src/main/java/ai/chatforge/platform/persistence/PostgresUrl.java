package ai.chatforge.platform.persistence;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/** A PostgreSQL address in the form operators know ({@code postgresql://user:password@host:port/database}). */
public record PostgresUrl(String jdbcUrl, String user, String password) {

    public static PostgresUrl parse(String text) {
        String url = text.strip();
        if (url.startsWith("jdbc:")) {
            url = url.substring("jdbc:".length());
        }
        try {
            URI uri = new URI(url);
            boolean known = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
            if (!known
                    || uri.getHost() == null
                    || uri.getPath() == null
                    || uri.getPath().length() < 2) {
                throw wrong();
            }
            String[] user = userInfo(uri.getRawUserInfo());
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            requireTogether(query);
            return new PostgresUrl(
                    "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query, user[0], user[1]);
        } catch (URISyntaxException e) {
            throw wrong();
        }
    }

    /** Options with which the driver would send apart what {@link SingleStatements} sends together. */
    private static void requireTogether(String query) {
        for (String option : List.of("preferQueryMode=simple", "stringtype=unspecified", "prepareThreshold=-1")) {
            if (query.contains(option)) {
                throw new IllegalArgumentException("the option " + option + " does not work here; leave it out");
            }
        }
    }

    private static String[] userInfo(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            throw wrong();
        }
        int colon = raw.indexOf(':');
        String user = colon < 0 ? raw : raw.substring(0, colon);
        String password = colon < 0 ? "" : raw.substring(colon + 1);
        return new String[] {
            UriUtils.decode(user, StandardCharsets.UTF_8), UriUtils.decode(password, StandardCharsets.UTF_8)
        };
    }

    // The text itself holds a password and must not be repeated in a message.
    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException("it has to look like postgresql://user:password@host:5432/database");
    }

    @Override
    public String toString() {
        return jdbcUrl.replaceAll("\\?.*", "") + " as " + user;
    }
}
