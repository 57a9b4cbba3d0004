package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.platform.account.AccountData;
import ai.chatforge.platform.account.AccountDataApi;
import ai.chatforge.platform.account.AllAccountData;
import ai.chatforge.platform.account.DataSubject;
import ai.chatforge.platform.account.ExportPage;
import ai.chatforge.platform.account.OwnedTables;
import ai.chatforge.platform.config.DataFolder;
import ai.chatforge.platform.service.HostedServices;
import ai.chatforge.platform.service.RemoteServices;
import ai.chatforge.platform.service.ServiceName;
import ai.chatforge.platform.service.ServiceTokens;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each service hands out and erases what it holds, in this process and over HTTP. */
class AccountDataTest {
    private static final RunningServer SERVER = RunningServer.shared();

    static Stream<ServiceName> services() {
        return Arrays.stream(ServiceName.values()).filter(ServiceName::hasDatabase);
    }

    private static AccountData of(ServiceName service) {
        return SERVER.context().getBean(AllAccountData.class).stream()
                .filter(data -> data.service() == service)
                .findFirst()
                .orElseThrow(() -> new AssertionError("The service " + service.key() + " has no AccountData"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyServiceKnowsWhoseTheRowsOfAllItsTablesAre(ServiceName service) throws IllegalAccessException {
        AccountData data = of(service);
        for (Field field : data.getClass().getDeclaredFields()) {
            if (field.getType() == OwnedTables.class) {
                field.setAccessible(true);
                assertThat(((OwnedTables) field.get(data)).unknown())
                        .as("Tables of %s of which nobody says whose the rows are", service)
                        .isEmpty();
                return;
            }
        }
        throw new AssertionError(data.getClass() + " has no OwnedTables");
    }

    @ParameterizedTest
    @MethodSource("services")
    void aCallerCannotTellLocalFromRemote(ServiceName service) throws IOException {
        LeavingAccount account = LeavingAccount.signUp();
        account.post("/api/chatbots", Map.of("name", "Here and there"));
        account.awaitEventsHandled();
        DataSubject subject = new DataSubject(account.id(), account.email(), Instant.now());
        AccountData local = of(service);
        try (RemoteServices remote = new RemoteServices(
                new HostedServices(Set.of(), everywhere()), SERVER.context().getBean(ServiceTokens.class))) {
            AccountDataApi api = remote.client(AccountDataApi.class, service);
            assertThat(api.left(service.key(), subject).rows()).isEqualTo(local.left(subject));
            assertThat(handedOut(
                            cursor -> api.export(service.key(), new AccountDataApi.ExportRequest(subject, cursor))))
                    .isEqualTo(handedOut(cursor -> local.export(subject, cursor)));
            Map<String, Long> left = local.left(subject);
            Map<String, Long> erased = api.erase(service.key(), subject).rows();
            assertThat(erased.keySet()).containsAll(left.keySet());
            assertThat(local.left(subject)).isEmpty();
            assertThat(api.erase(service.key(), subject).rows()).isEmpty();
        }
    }

    private interface Pages {
        ExportPage page(@Nullable String cursor);
    }

    private static List<String> handedOut(Pages pages) {
        List<String> all = new ArrayList<>();
        String cursor = null;
        do {
            ExportPage page = pages.page(cursor);
            page.pieces()
                    .forEach(piece ->
                            all.add(piece.file() + "\n" + new String(piece.content(), StandardCharsets.UTF_8)));
            cursor = page.next();
        } while (cursor != null);
        return all;
    }

    private static Map<ServiceName, URI> everywhere() {
        Map<ServiceName, URI> places = new EnumMap<>(ServiceName.class);
        EnumSet.allOf(ServiceName.class)
                .forEach(service ->
                        places.put(service, SERVER.request("").build().uri()));
        return places;
    }

    @Test
    void nobodyButAServiceIsAnswered() {
        String secret = SERVER.context().getBean(DataFolder.class).secret("cluster");
        Map<String, Object> subject = Map.of(
                "account",
                UUID.randomUUID(),
                "email",
                "x@example.com",
                "until",
                Instant.now().toString());
        for (String path : List.of("export", "erase", "left")) {
            String address = "/internal/bot/account-data/" + path;
            for (String token : Arrays.asList(null, "x", SERVER.signUp(), tokenFor(secret, ServiceName.CHAT))) {
                RunningServer.Answer answer = SERVER.send("POST", address, token, subject);
                assertThat(answer.status()).as("%s with %s", path, token).isEqualTo(404);
                assertThat(answer.json().path("detail").asString()).isEqualTo("There is nothing at this address.");
            }
        }
        assertThat(SERVER.send("POST", "/internal/bot/account-data/left", tokenFor(secret, ServiceName.BOT), subject)
                        .status())
                .isEqualTo(200);
    }

    private static String tokenFor(String secret, ServiceName audience) {
        return new ServiceTokens(
                        secret, new HostedServices(EnumSet.allOf(ServiceName.class), Map.of()), Clock.systemUTC())
                .tokenFor(audience);
    }
}
