package ai.chatforge.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.platform.error.ProblemWriter;
import ai.chatforge.platform.service.HostedServices;
import ai.chatforge.platform.service.ServiceTokens;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.transaction.CannotCreateTransactionException;
import tools.jackson.databind.json.JsonMapper;

class CallerFilterTest {
    private final TokenVerifier withoutDatabase = new TokenVerifier() {
        @Override
        public Optional<Caller.User> byAccessToken(String token) {
            throw new CannotCreateTransactionException("no connection");
        }

        @Override
        public Optional<Caller.User> bySessionCookie(String cookie) {
            throw new CannotCreateTransactionException("no connection");
        }

        @Override
        public Set<UUID> ended(Set<UUID> sessions) {
            throw new CannotCreateTransactionException("no connection");
        }
    };
    private final KeyVerifier keysWithoutDatabase = new KeyVerifier() {
        @Override
        public Optional<Caller.Key> byKey(String key) {
            throw new CannotCreateTransactionException("no connection");
        }

        @Override
        public boolean isAlive(Caller.Key key) {
            throw new CannotCreateTransactionException("no connection");
        }
    };

    @ParameterizedTest
    @ValueSource(strings = {"token", "cfk_key"})
    void saysThatItIsUnavailableWhileTheDatabaseThatKnowsTheCallerIs(String bearer) throws Exception {
        CallerFilter filter = new CallerFilter(
                withoutDatabase,
                keysWithoutDatabase,
                new ServiceTokens(
                        "a secret of thirty-two characters", new HostedServices(Set.of(), Map.of()), Clock.systemUTC()),
                new ProblemWriter(JsonMapper.builder().build()));
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/auth/me");
        request.addHeader("Authorization", "Bearer " + bearer);
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter.doFilter(request, response, new MockFilterChain());
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isNotNull();
    }
}
