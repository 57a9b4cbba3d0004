package ai.chatforge.platform.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import ai.chatforge.platform.crypto.Sealers;
import ai.chatforge.platform.crypto.TestSealers;
import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import ai.chatforge.platform.error.ProblemWriter;
import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.TestDatabase;
import ai.chatforge.platform.security.Caller;
import ai.chatforge.platform.security.CallerFilter;
import ai.chatforge.platform.security.Role;
import ai.chatforge.platform.service.ServiceName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

class IdempotencyTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Sealers SEALERS = TestSealers.make();
    private static final Duration LEASE = Duration.ofMillis(600);
    private static final Caller.User ANNA = user();
    private static final Caller.User BERT = user();
    private static TestDatabase test;

    private final Things things = new Things();
    private final List<Leases> open = new ArrayList<>();
    private Database database;
    private MockMvc mvc;

    @BeforeAll
    static void createDatabase() {
        test = TestDatabase.create();
    }

    @AfterAll
    static void dropDatabase() {
        test.close();
    }

    @BeforeEach
    void start() {
        database = test.of(ServiceName.BOT);
        test.asSuperuser("truncate platform.idempotency_key");
        mvc = process(Duration.ofHours(24));
    }

    @AfterEach
    void stop() {
        open.forEach(Leases::close);
    }

    @Test
    void answersTheSecondTimeAsTheFirst() throws Exception {
        MockHttpServletResponse first = send(ANNA, "k1", "{\"name\":\"a\"}");
        MockHttpServletResponse second = send(ANNA, "\"k1\"", "{\"name\":\"a\"}");

        assertThat(first.getStatus()).isEqualTo(201);
        assertThat(first.getHeader(KeptAnswer.REPLAYED)).isNull();
        assertThat(second.getStatus()).isEqualTo(201);
        assertThat(second.getHeader(KeptAnswer.REPLAYED)).isEqualTo("true");
        assertThat(second.getContentAsByteArray()).isEqualTo(first.getContentAsByteArray());
        assertThat(second.getHeader("Location")).isEqualTo(first.getHeader("Location"));
        assertThat(second.getContentType()).isEqualTo(first.getContentType());
        assertThat(second.getHeader("Set-Cookie")).isNull();
        assertThat(things.made).hasValue(1);
    }

    @Test
    void withoutAKeyEachRequestCounts() throws Exception {
        send(ANNA, null, "{\"name\":\"a\"}");
        send(ANNA, null, "{\"name\":\"a\"}");
        assertThat(things.made).hasValue(2);
    }

    @Test
    void theSameKeyOfTwoCallersIsTwoKeys() throws Exception {
        String anna = send(ANNA, "k", "{\"name\":\"a\"}").getContentAsString();
        String bert = send(BERT, "k", "{\"name\":\"a\"}").getContentAsString();
        assertThat(anna).isNotEqualTo(bert);
        assertThat(things.made).hasValue(2);
    }

    @Test
    void theSameKeyOnAnotherRouteIsAnotherKey() throws Exception {
        send(ANNA, "k", "{\"name\":\"a\"}");
        assertThat(perform(ANNA, "k", post("/things/7/parts").content("{\"name\":\"a\"}"))
                        .getStatus())
                .isEqualTo(200);
    }

    @Test
    void aChangedRequestIsRefused() throws Exception {
        send(ANNA, "k", "{\"name\":\"a\"}");
        MockHttpServletResponse changed = send(ANNA, "k", "{\"name\":\"b\"}");
        assertThat(changed.getStatus()).isEqualTo(422);
        assertThat(changed.getContentAsString()).contains("idempotency_key_reused");

        perform(ANNA, "p", post("/things/7/parts").content("{\"name\":\"a\"}"));
        assertThat(perform(ANNA, "p", post("/things/8/parts").content("{\"name\":\"a\"}"))
                        .getStatus())
                .isEqualTo(422);
        assertThat(perform(ANNA, "p", post("/things/7/parts?x=1").content("{\"name\":\"a\"}"))
                        .getStatus())
                .isEqualTo(422);
    }

    @Test
    void anUnusableKeyIsRefused() throws Exception {
        for (String key : List.of("", " ", "\"", "a b", "k".repeat(256), "ключ")) {
            MockHttpServletResponse response = send(ANNA, key, "{\"name\":\"a\"}");
            assertThat(response.getStatus()).as(key).isEqualTo(400);
            assertThat(response.getContentAsString()).contains("invalid_request");
        }
        assertThat(things.made).hasValue(0);
    }

    @Test
    void aClientsErrorIsKeptAndAServersIsNot() throws Exception {
        things.failure = new ApiException(ErrorCode.CONFLICT, "taken");
        assertThat(send(ANNA, "k", "{\"name\":\"a\"}").getStatus()).isEqualTo(409);
        things.failure = null;
        MockHttpServletResponse kept = send(ANNA, "k", "{\"name\":\"a\"}");
        assertThat(kept.getStatus()).isEqualTo(409);
        assertThat(kept.getContentAsString()).contains("taken");

        for (ErrorCode passing : List.of(
                ErrorCode.SERVICE_UNAVAILABLE,
                ErrorCode.RATE_LIMITED,
                ErrorCode.FORBIDDEN,
                ErrorCode.INSUFFICIENT_CREDITS)) {
            things.failure = new ApiException(passing, "not now");
            assertThat(send(ANNA, "k2" + passing, "{\"name\":\"a\"}").getStatus())
                    .isEqualTo(passing.status());
            things.failure = null;
            assertThat(send(ANNA, "k2" + passing, "{\"name\":\"a\"}").getStatus())
                    .isEqualTo(201);
        }
    }

    @Test
    void aHandlerThatThrowsLeavesTheKeyFree() throws Exception {
        things.failure = new IllegalStateException("a bug");
        try {
            send(ANNA, "k", "{\"name\":\"a\"}");
        } catch (jakarta.servlet.ServletException expected) {
            assertThat(expected).hasRootCauseMessage("a bug");
        }
        things.failure = null;
        assertThat(send(ANNA, "k", "{\"name\":\"a\"}").getStatus()).isEqualTo(201);
    }

    @Test
    void aDuplicateOfARunningRequestIsTurnedAwayAfterAWhile() throws Exception {
        CountDownLatch running = things.hold();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<MockHttpServletResponse> first = pool.submit(() -> send(ANNA, "k", "{\"name\":\"a\"}"));
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            // Longer than the lease: it is renewed as long as the process lives.
            MockHttpServletResponse second = send(ANNA, "k", "{\"name\":\"a\"}");
            assertThat(second.getStatus()).isEqualTo(409);
            assertThat(second.getContentAsString()).contains("idempotency_in_progress");
            assertThat(second.getHeader("Retry-After")).isEqualTo("1");
            things.release();
            assertThat(first.get().getStatus()).isEqualTo(201);
        }
        assertThat(things.made).hasValue(1);
        assertThat(send(ANNA, "k", "{\"name\":\"a\"}").getStatus()).isEqualTo(201);
    }

    @Test
    void anExpiredKeyIsNew() throws Exception {
        mvc = process(Duration.ZERO);
        send(ANNA, "k", "{\"name\":\"a\"}");
        send(ANNA, "k", "{\"name\":\"b\"}");
        assertThat(things.made).hasValue(2);
        assertThat(new IdempotencyKeys(JSON, SEALERS, LEASE, LEASE).removeExpired(database))
                .isEqualTo(1);
    }

    @Test
    void streamsAreSentAsTheyComeAndReplayed() throws Exception {
        MockHttpServletResponse first = perform(ANNA, "k", post("/streams"));
        MockHttpServletResponse second = perform(ANNA, "k", post("/streams"));
        assertThat(things.sentBeforeEnd).startsWith("data: 1");
        assertThat(first.getContentAsString()).isEqualTo("data: 1\n\ndata: 2\n\n");
        assertThat(second.getContentAsString()).isEqualTo(first.getContentAsString());
        assertThat(second.getContentType()).startsWith("text/event-stream");
    }

    @Test
    void anAnswerTooLargeToKeepIsNotMadeTwice() throws Exception {
        MockHttpServletResponse first = perform(ANNA, "k", post("/large"));
        assertThat(first.getContentAsByteArray()).hasSize(3 << 20);
        MockHttpServletResponse second = perform(ANNA, "k", post("/large"));
        assertThat(second.getStatus()).isEqualTo(409);
        assertThat(second.getContentAsString()).contains("too large to be kept");
    }

    @Test
    void uploadsAreToldApartByLength() throws Exception {
        MockHttpServletResponse first = perform(ANNA, "k", multipart("/uploads").file("file", new byte[] {1, 2}));
        MockHttpServletResponse second =
                perform(ANNA, "k", multipart("/uploads").file("file", new byte[] {1, 2}));
        assertThat(second.getContentAsString()).isEqualTo(first.getContentAsString());
        assertThat(things.made).hasValue(1);
    }

    @Test
    void anotherServiceSeesNoKeys() throws Exception {
        send(ANNA, "k", "{\"name\":\"a\"}");
        Database other = test.of(ServiceName.CHAT);
        assertThat(other.call(() -> other.sql()
                        .sql("select id from platform.idempotency_key")
                        .query()
                        .listOfRows()))
                .isEmpty();
    }

    /** QUALITY R4, smaller: a thousand calls, a fifth of them twice at once, over two processes. */
    @Test
    void aThousandCallsWithDuplicatesHaveOneEffectEach() throws Exception {
        MockMvc other = process(Duration.ofHours(24));
        Random random = new Random(4);
        List<Callable<List<String>>> calls = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            String key = "call-" + i;
            String body = "{\"name\":\"" + i + "\"}";
            boolean twice = random.nextInt(5) == 0;
            calls.add(() -> {
                try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
                    Future<String> first = pool.submit(() -> untilDone(mvc, key, body));
                    Future<String> second = twice ? pool.submit(() -> untilDone(other, key, body)) : first;
                    return List.of(first.get(), second.get());
                }
            });
        }
        try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
            for (Future<List<String>> pair : clients.invokeAll(calls)) {
                assertThat(pair.get().get(0)).isEqualTo(pair.get().get(1));
            }
        }
        assertThat(things.made).hasValue(1_000);
    }

    private String untilDone(MockMvc process, String key, String body) throws Exception {
        while (true) {
            MockHttpServletResponse response =
                    perform(process, ANNA, key, post("/things").content(body));
            if (response.getStatus() != 409) {
                return response.getStatus() + response.getContentAsString();
            }
        }
    }

    private MockHttpServletResponse send(Caller.User caller, @Nullable String key, String body) throws Exception {
        return perform(caller, key, post("/things").content(body));
    }

    private MockHttpServletResponse perform(
            Caller.User caller, @Nullable String key, AbstractMockHttpServletRequestBuilder<?> request)
            throws Exception {
        return perform(mvc, caller, key, request);
    }

    private static MockHttpServletResponse perform(
            MockMvc process, Caller.User caller, @Nullable String key, AbstractMockHttpServletRequestBuilder<?> request)
            throws Exception {
        request.requestAttr(CallerFilter.class.getName(), caller);
        if (key != null) {
            request.header(IdempotencyFilter.HEADER, key);
        }
        return process.perform(request).andReturn().getResponse();
    }

    private MockMvc process(Duration keep) {
        IdempotencyKeys keys = new IdempotencyKeys(JSON, SEALERS, LEASE, keep);
        Leases leases = new Leases(keys, List.of(database), LEASE);
        open.add(leases);
        AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
        context.setServletContext(new MockServletContext());
        context.register(Mvc.class);
        context.addBeanFactoryPostProcessor(beans -> beans.registerSingleton("things", things));
        context.refresh();
        IdempotentHandlers handlers = new IdempotentHandlers(
                () -> context.getBean(RequestMappingHandlerMapping.class), handler -> Optional.of(database));
        return MockMvcBuilders.webAppContextSetup(context)
                .addFilters(new IdempotencyFilter(handlers, keys, leases, new ProblemWriter(JSON), 1 << 20))
                .build();
    }

    private static Caller.User user() {
        return new Caller.User(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), Role.OWNER);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebMvc
    static class Mvc {}
}
