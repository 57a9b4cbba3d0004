package ai.chatforge.bench;

import ai.chatforge.testkit.issuer.Person;
import ai.chatforge.testkit.issuer.ScriptedIssuer;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** S7: whether answers or their times tell which addresses have accounts, and of what kind. */
final class EnumerationBench implements Measurement {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PASSWORD = "correct horse battery";
    private static final String ADMIN = "admin@example.com";
    private static final int SAMPLES = Integer.getInteger("bench.samples", 2_000);
    private static final int WARM_UP = 50;
    private static final Pattern LINK = Pattern.compile("/verify-email\\?token=([\\w-]+)");
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int PATIENCE = 300;

    /** The addresses that must not be told apart. */
    private static final Map<String, String> ADDRESSES = addresses();

    private final HttpClient http = HttpClient.newHttpClient();

    /** A way to ask about an address, and what is sent. */
    private record Door(String path, Map<String, String> more) {
        String body(String email) {
            Map<String, String> body = new LinkedHashMap<>(more);
            body.put("email", email);
            return JSON.writeValueAsString(body);
        }
    }

    private static final List<Door> DOORS = List.of(
            new Door("/api/auth/signup", Map.of("password", PASSWORD)),
            new Door("/api/auth/signin", Map.of("password", "not the password")),
            new Door("/api/auth/forgot-password", Map.of()),
            new Door("/api/auth/resend-verification", Map.of()));

    private static Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        addresses.put("existing", "existing@example.com");
        addresses.put("missing", "missing@example.com");
        addresses.put("locked", "locked@example.com");
        addresses.put("OAuth-only", "linked@example.com");
        return addresses;
    }

    private static String email(String kind) {
        return Objects.requireNonNull(ADDRESSES.get(kind));
    }

    @Override
    public String title() {
        return "what answers and their times tell about addresses";
    }

    @Override
    public void run(Workshop shop) throws Exception {
        try (ScriptedIssuer issuer = ScriptedIssuer.start();
                RunningChatForge server = RunningChatForge.start(shop, shop.empty("s7"), settings(issuer))) {
            String base = "http://127.0.0.1:" + server.port();
            makeAccounts(base, issuer);
            System.out.println("seed " + Workshop.SEED + ", " + SAMPLES + " samples of each, bcrypt cost 10");
            for (Door door : DOORS) {
                measure(base, door);
            }
        }
    }

    private static Map<String, String> settings(ScriptedIssuer issuer) {
        Map<String, String> settings = new HashMap<>();
        settings.put("CHATFORGE_WEB_REQUESTSPERMINUTE", "0");
        settings.put("CHATFORGE_AUTH_SIGNUP", "confirmed");
        settings.put("CHATFORGE_AUTH_LIMITS_SIGNIN", "0");
        settings.put("CHATFORGE_AUTH_LIMITS_SIGNUP", "0");
        settings.put("CHATFORGE_AUTH_LIMITS_PASSWORDRESET", "0");
        settings.put("CHATFORGE_AUTH_BCRYPTCOST", "10");
        settings.put("CHATFORGE_AUTH_ADMINISTRATOR_EMAIL", ADMIN);
        settings.put("CHATFORGE_AUTH_ADMINISTRATOR_PASSWORD", PASSWORD);
        settings.put("CHATFORGE_AUTH_PROVIDERS_COMPANY_ISSUER", issuer.address());
        settings.put("CHATFORGE_AUTH_PROVIDERS_COMPANY_CLIENTID", ScriptedIssuer.CLIENT_ID);
        settings.put("CHATFORGE_AUTH_PROVIDERS_COMPANY_CLIENTSECRET", ScriptedIssuer.CLIENT_SECRET);
        return settings;
    }

    private void makeAccounts(String base, ScriptedIssuer issuer) throws IOException, InterruptedException {
        String locked = "";
        for (String kind : List.of("existing", "locked")) {
            String body = JSON.writeValueAsString(Map.of("email", email(kind), "password", PASSWORD));
            good(post(base + "/api/auth/signup", body));
            good(post(base + "/api/auth/verify-email", JSON.writeValueAsString(Map.of("token", token(base, kind)))));
            locked = JSON.readTree(good(post(base + "/api/auth/signin", body)))
                    .path("user")
                    .path("id")
                    .asString();
        }
        String signIn = JSON.writeValueAsString(Map.of("email", ADMIN, "password", PASSWORD));
        String admin = JSON.readTree(good(post(base + "/api/auth/signin", signIn)))
                .path("accessToken")
                .asString();
        good(http.send(
                HttpRequest.newBuilder(URI.create(base + "/api/admin/users/" + locked + "/suspension"))
                        .header("Authorization", "Bearer " + admin)
                        .PUT(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString()));
        issuer.signedIn(new Person("subject-1", email("OAuth-only"), true, "Linked"));
        HttpClient browser = HttpClient.newBuilder()
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();
        HttpResponse<String> arrived = browser.send(
                HttpRequest.newBuilder(URI.create(base + "/api/auth/oauth/company"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (arrived.uri().getPath().equals("/sign-in")) {
            throw new IOException("The sign-in at the issuer came to " + arrived.uri());
        }
    }

    /** Of the link that opens the account, from the mailbox that a server on one's own machine has. */
    private String token(String base, String kind) throws IOException, InterruptedException {
        HttpRequest mailbox = HttpRequest.newBuilder(URI.create(base + "/api/dev/mailbox?to=" + email(kind)))
                .build();
        for (int attempt = 0; attempt < PATIENCE; attempt++) {
            Matcher link = LINK.matcher(good(http.send(mailbox, HttpResponse.BodyHandlers.ofString())));
            if (link.find()) {
                return link.group(1);
            }
            Thread.sleep(PAUSE);
        }
        throw new IOException("No e-mail came to " + email(kind));
    }

    private HttpResponse<String> post(String address, String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(address))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String good(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(answer.uri() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    /** The kinds take turns in an order that changes, so that what else the machine does meets all of them alike. */
    private void measure(String base, Door door) throws IOException, InterruptedException {
        Map<String, Quantiles> times = new LinkedHashMap<>();
        Map<String, String> answers = new LinkedHashMap<>();
        List<String> kinds = new ArrayList<>(ADDRESSES.keySet());
        kinds.forEach(kind -> times.put(kind, new Quantiles()));
        Random random = new Random(Workshop.SEED);
        for (int i = -WARM_UP; i < SAMPLES; i++) {
            Collections.shuffle(kinds, random);
            for (String kind : kinds) {
                long begin = System.nanoTime();
                HttpResponse<String> answer = post(base + door.path(), door.body(email(kind)));
                long took = System.nanoTime() - begin;
                if (i >= 0) {
                    Objects.requireNonNull(times.get(kind)).add(took);
                }
                answers.put(
                        kind,
                        answer.statusCode()
                                + answer.body().replace(email(kind), "").replaceAll("\"requestId\":\"[^\"]*\"", ""));
            }
        }
        boolean same = answers.values().stream().distinct().count() == 1;
        double least =
                times.values().stream().mapToDouble(q -> q.millis(0.5)).min().orElse(Double.NaN);
        double most =
                times.values().stream().mapToDouble(q -> q.millis(0.5)).max().orElse(Double.NaN);
        System.out.printf(
                Locale.ROOT,
                "%s: %s bytes, medians %.2f ms apart%n",
                door.path(),
                same ? "same" : "DIFFERENT",
                most - least);
        times.forEach((kind, q) -> System.out.println("  " + kind + ": " + q));
    }
}
