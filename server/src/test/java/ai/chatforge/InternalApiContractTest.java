package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.accounting.api.Credits;
import ai.chatforge.auth.api.Sessions;
import ai.chatforge.auth.api.Users;
import ai.chatforge.bot.api.Bots;
import ai.chatforge.document.api.FileTexts;
import ai.chatforge.document.api.Sources;
import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.service.HostedServices;
import ai.chatforge.platform.service.InternalApi;
import ai.chatforge.platform.service.RemoteServices;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.platform.service.ServiceTokens;
import ai.chatforge.user.api.Entitlements;
import ai.chatforge.vector.api.KnowledgeIndex;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.util.ClassUtils;
import org.springframework.web.service.annotation.HttpExchange;

/**
 * Every internal interface, called directly and over HTTP: a caller must not be able to tell (DESIGN 4). The interfaces
 * and their methods are found by reflection; one without a row here fails.
 */
class InternalApiContractTest {
    private static final RunningServer SERVER = RunningServer.shared();
    private static final Set<Class<?>> APIS = find();
    private static final UUID UNKNOWN = UUID.fromString("019b0000-0000-7000-8000-000000000000");
    private static final UUID CALL = UUID.randomUUID();
    private static RemoteServices remote;

    /**
     * @param method by name; no interface has two of one name
     * @param argument an array where there are several
     */
    record Row(Class<?> api, String method, String says, Object argument) {
        @Override
        public String toString() {
            return api.getSimpleName() + "." + method + ": " + says;
        }
    }

    /** What a caller sees. */
    private sealed interface Outcome {
        record Answer(@Nullable Object value) implements Outcome {}

        record Problem(
                ErrorCode code,
                String detail,
                List<?> fields,
                @Nullable Duration retryAfter) implements Outcome {}
    }

    @BeforeAll
    static void connect() {
        remote = new RemoteServices(
                new HostedServices(Set.of(), everywhere()), SERVER.context().getBean(ServiceTokens.class));
    }

    @AfterAll
    static void disconnect() throws IOException {
        remote.close();
    }

    private static Map<ServiceName, URI> everywhere() {
        Map<ServiceName, URI> places = new EnumMap<>(ServiceName.class);
        EnumSet.allOf(ServiceName.class)
                .forEach(service ->
                        places.put(service, SERVER.request("").build().uri()));
        return places;
    }

    private static Set<Class<?>> find() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false) {
            @Override
            protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
                return definition.getMetadata().isInterface();
            }
        };
        scanner.addIncludeFilter(new AnnotationTypeFilter(InternalApi.class));
        scanner.addIncludeFilter(new AnnotationTypeFilter(HttpExchange.class));
        return scanner.findCandidateComponents("ai.chatforge").stream()
                .map(found -> ClassUtils.resolveClassName(Objects.requireNonNull(found.getBeanClassName()), null))
                // Those of other tests are nested in them.
                .filter(api -> !api.isMemberClass())
                .collect(Collectors.toSet());
    }

    @Test
    void everyInterfaceIsRegisteredAndLiesUnderItsOwnersAddress() {
        assertThat(APIS).isNotEmpty().containsExactlyInAnyOrderElementsOf(InternalApis.ALL);
        for (Class<?> api : APIS) {
            String owner = ownerOf(api).key();
            assertThat(api.getPackageName()).isEqualTo("ai.chatforge." + owner + ".api");
            assertThat(Objects.requireNonNull(api.getAnnotation(HttpExchange.class))
                            .value())
                    .isEqualTo("/internal/" + owner);
            assertThat(SERVER.context().getBeansOfType(api))
                    .as("beans of %s", api)
                    .hasSize(1);
        }
    }

    @Test
    void everyMethodHasARow() {
        Set<String> rows = rows().map(row -> row.api().getSimpleName() + "." + row.method())
                .collect(Collectors.toSet());

        assertThat(methods().map(method -> method.getDeclaringClass().getSimpleName() + "." + method.getName()))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(rows);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aCallerCannotTellLocalFromRemote(Row row) throws Exception {
        Outcome local = call(SERVER.context().getBean(row.api()), row);
        Outcome overHttp = call(remote.client(row.api(), ownerOf(row.api())), row);

        assertThat(overHttp).isEqualTo(local);
        boolean problem = row.says().startsWith("not ");
        assertThat(local).isInstanceOf(problem ? Outcome.Problem.class : Outcome.Answer.class);
    }

    private static Outcome call(Object api, Row row) throws Exception {
        Method method = methods()
                .filter(m -> m.getDeclaringClass() == row.api() && m.getName().equals(row.method()))
                .findFirst()
                .orElseThrow();
        try {
            Object[] given = row.argument() instanceof Object[] several ? several : new Object[] {row.argument()};
            return new Outcome.Answer(method.getParameterCount() == 0 ? method.invoke(api) : method.invoke(api, given));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof ApiException problem) {
                return new Outcome.Problem(
                        problem.code(),
                        problem.detail(),
                        problem.fields(),
                        problem.retryAfter().orElse(null));
            }
            throw e;
        }
    }

    static Stream<Row> rows() {
        ContractScene s = ContractScene.SHARED;
        return Stream.of(
                new Row(Sessions.class, "keys", "the keys", ""),
                new Row(Sessions.class, "state", "active", s.session()),
                new Row(Sessions.class, "state", "unknown", UNKNOWN),
                new Row(Sessions.class, "byCookie", "active", new Sessions.CookieHash(s.cookieHash())),
                new Row(Sessions.class, "byCookie", "unknown", new Sessions.CookieHash("0".repeat(64))),
                new Row(Sessions.class, "byCookie", "not a hash", new Sessions.CookieHash("<script>\"ü\u0000")),
                new Row(Sessions.class, "ended", "one of two", new Sessions.SessionIds(Set.of(s.session(), UNKNOWN))),
                new Row(Users.class, "user", "found", s.tenant()),
                new Row(Users.class, "user", "not there", UNKNOWN),
                new Row(Bots.class, "key", "alive", new Bots.KeyHash(s.keyHash())),
                new Row(Bots.class, "key", "unknown", new Bots.KeyHash("0".repeat(64))),
                new Row(Bots.class, "key", "not a hash", new Bots.KeyHash("1 or 1=1")),
                new Row(Bots.class, "bot", "found", s.bot()),
                new Row(Bots.class, "bot", "not there", UNKNOWN),
                new Row(Sources.class, "describe", "one of two", describe(s.tenant(), s.bot(), s.source(), UNKNOWN)),
                new Row(Sources.class, "describe", "none asked for", describe(s.tenant(), s.bot())),
                new Row(Sources.class, "describe", "of another tenant", describe(UNKNOWN, s.bot(), s.source())),
                new Row(Sources.class, "found", "a citable one", places(s.tenant(), s.bot(), s.source())),
                new Row(Sources.class, "found", "of another tenant", places(UNKNOWN, s.bot(), s.source())),
                new Row(Entitlements.class, "of", "of an account", s.tenant()),
                new Row(Entitlements.class, "of", "of one that is not there", UNKNOWN),
                new Row(Entitlements.class, "of", "of one with limits", s.limited()),
                new Row(Sources.class, "addresses", "nothing of a text", places(s.tenant(), s.bot(), s.source())),
                new Row(Sources.class, "addresses", "nothing of nobody", places(UNKNOWN, UNKNOWN, s.source())),
                new Row(FileTexts.class, "read", "a text", file(s, "Über 語.txt", "Some text. ü語🙂")),
                new Row(FileTexts.class, "read", "a long one", file(s, "a.txt", "Nothing new.\n\n".repeat(40_000))),
                new Row(FileTexts.class, "read", "not nothing", file(s, "a.txt", "")),
                new Row(FileTexts.class, "read", "not another kind", file(s, "a.pdf", "Some text.")),
                new Row(KnowledgeIndex.class, "standard", "the operator's settings", ""),
                new Row(KnowledgeIndex.class, "search", "found", search(s.tenant(), s.bot(), "When is it open?", 8)),
                new Row(KnowledgeIndex.class, "search", "of another tenant", search(UNKNOWN, s.bot(), "open", 8)),
                new Row(KnowledgeIndex.class, "search", "nothing asked", search(s.tenant(), s.bot(), "", 8)),
                new Row(
                        KnowledgeIndex.class,
                        "search",
                        "odd characters",
                        search(s.tenant(), s.bot(), "ü語🙂\u0000\"\\", 50)),
                new Row(KnowledgeIndex.class, "search", "not so few", search(s.tenant(), s.bot(), "open", 0)),
                new Row(KnowledgeIndex.class, "search", "not so many", search(s.tenant(), s.bot(), "open", 51)),
                new Row(
                        KnowledgeIndex.class,
                        "index",
                        "a segment",
                        new KnowledgeIndex.IndexRequest(
                                UNKNOWN,
                                UNKNOWN,
                                UNKNOWN,
                                1,
                                List.of(new KnowledgeIndex.Segment(0, 3, null, "A – b", "Some text.")))),
                new Row(
                        KnowledgeIndex.class,
                        "complete",
                        "a revision",
                        new KnowledgeIndex.Revision(UNKNOWN, UNKNOWN, UNKNOWN, 1)),
                new Row(KnowledgeIndex.class, "search", "found what was indexed", search(UNKNOWN, UNKNOWN, "text", 3)),
                new Row(KnowledgeIndex.class, "model", "the model", ""),
                new Row(KnowledgeIndex.class, "embed", "two", new KnowledgeIndex.Texts(List.of("open", "ü語🙂\u0000"))),
                new Row(KnowledgeIndex.class, "embed", "not none", new KnowledgeIndex.Texts(List.of())),
                new Row(
                        KnowledgeIndex.class,
                        "deleteSource",
                        "twice",
                        new KnowledgeIndex.SourceKey(UNKNOWN, UNKNOWN, UNKNOWN)),
                new Row(KnowledgeIndex.class, "deleteBot", "twice", new KnowledgeIndex.BotKey(UNKNOWN, UNKNOWN)),
                new Row(Credits.class, "reserve", "twice", reserve(s.limited(), 10, "chat")),
                new Row(Credits.class, "reserve", "not so much", reserve(s.limited(), 90_000_000, "chat")),
                new Row(Credits.class, "reserve", "not from anywhere", reserve(s.limited(), 10, "moon")),
                new Row(Credits.class, "settle", "twice", settle(s.limited(), CALL)),
                new Row(Credits.class, "settle", "not reserved", settle(s.limited(), UNKNOWN)),
                new Row(Credits.class, "settle", "not of another account", settle(s.tenant(), CALL)),
                new Row(Credits.class, "progress", "of one that has ended", Credits.Progress.of(s.limited(), CALL, 5)),
                new Row(Credits.class, "balance", "of an account", s.limited()),
                new Row(Credits.class, "balance", "of one without limits", s.tenant()));
    }

    private static Object[] file(ContractScene scene, String name, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        return new Object[] {scene.tenant(), new MockMultipartFile("file", name, "application/octet-stream", content)};
    }

    private static Credits.Reserve reserve(UUID account, long tokens, String origin) {
        return new Credits.Reserve(
                tokens == 10 ? CALL : UNKNOWN,
                account,
                null,
                null,
                "openai",
                "gpt-4o",
                false,
                tokens,
                tokens,
                tokens,
                tokens,
                origin);
    }

    private static Credits.Settle settle(UUID account, UUID call) {
        return new Credits.Settle(account, call, 10, 5, 8, true, Credits.End.COMPLETE);
    }

    private static Sources.Describe describe(UUID tenant, UUID bot, UUID... sources) {
        return new Sources.Describe(tenant, bot, List.of(sources));
    }

    private static Sources.Places places(UUID tenant, UUID bot, UUID source) {
        return new Sources.Places(tenant, bot, List.of(new Sources.Place(source, 0)));
    }

    private static KnowledgeIndex.SearchRequest search(UUID tenant, UUID bot, String query, int limit) {
        return new KnowledgeIndex.SearchRequest(tenant, bot, query, limit);
    }

    @Test
    void theRowsShowRealData() {
        assertThat(SERVER.context()
                        .getBean(KnowledgeIndex.class)
                        .search(search(
                                ContractScene.SHARED.tenant(), ContractScene.SHARED.bot(), "When is it open?", 8))
                        .passages())
                .isNotEmpty();
        assertThat(SERVER.context()
                        .getBean(Bots.class)
                        .key(new Bots.KeyHash(ContractScene.SHARED.keyHash()))
                        .botId())
                .isEqualTo(ContractScene.SHARED.bot());
        assertThat(SERVER.context()
                        .getBean(Sessions.class)
                        .state(ContractScene.SHARED.session())
                        .active())
                .isTrue();
        assertThat(SERVER.context()
                        .getBean(Sessions.class)
                        .byCookie(new Sessions.CookieHash(ContractScene.SHARED.cookieHash()))
                        .active())
                .isTrue();
    }

    /** Nothing internal shows: the answer is that of an address at which there is nothing. */
    @ParameterizedTest
    @MethodSource("methods")
    void isClosedToEverybodyElse(Method method) {
        ServiceName owner = ownerOf(method.getDeclaringClass());
        HttpExchange exchange =
                Objects.requireNonNull(AnnotatedElementUtils.findMergedAnnotation(method, HttpExchange.class));
        String path = "/internal/" + owner.key() + exchange.value().replaceAll("\\{[^}]+}", UNKNOWN.toString());
        DataFolder folder = SERVER.context().getBean(DataFolder.class);
        String secret = folder.secret("cluster");
        Clock now = Clock.systemUTC();
        ServiceName other = owner == ServiceName.BOT ? ServiceName.CHAT : ServiceName.BOT;
        String valid = token(secret, owner, now);
        String[] parts = valid.split("\\.", -1);
        String none = base64("{\"alg\":\"none\"}") + "." + parts[1] + ".";

        for (String token : Arrays.asList(
                null,
                "",
                "x",
                "a.b.c",
                ContractScene.SHARED.accessToken(),
                token(secret, other, now),
                token("another secret of 32 characters...", owner, now),
                token(secret, owner, Clock.offset(now, Duration.ofMinutes(-2))),
                none,
                parts[0] + "." + base64("{\"aud\":\"" + owner.key() + "\",\"exp\":99999999999}") + "." + parts[2],
                valid.substring(0, valid.length() - 3) + "AAA")) {
            RunningServer.Answer answer = SERVER.send(exchange.method(), path, token, body(exchange));
            assertThat(answer.status()).as("%s with %s", path, token).isEqualTo(404);
            assertThat(answer.json().path("detail").asString())
                    .as("%s with %s", path, token)
                    .isEqualTo("There is nothing at this address.");
        }
        assertThat(SERVER.send(exchange.method(), path, valid, body(exchange)).body())
                .doesNotContain("There is nothing at this address.");
    }

    private static @Nullable String body(HttpExchange exchange) {
        return exchange.method().equals("GET") ? null : "[]";
    }

    private static String token(String secret, ServiceName audience, Clock clock) {
        return new ServiceTokens(secret, new HostedServices(EnumSet.allOf(ServiceName.class), Map.of()), clock)
                .tokenFor(audience);
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static ServiceName ownerOf(Class<?> api) {
        return Objects.requireNonNull(api.getAnnotation(InternalApi.class)).value();
    }

    static Stream<Method> methods() {
        return APIS.stream().flatMap(api -> Stream.of(api.getDeclaredMethods())).filter(m -> !m.isSynthetic());
    }
}
