package ai.chatforge.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.chatforge.platform.error.ApiException;
import ai.chatforge.platform.error.ErrorCode;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RefreshTest {
    private static AuthScene scene;

    @BeforeAll
    static void open() {
        scene = new AuthScene();
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void aHundredAtOnceGetOneSuccessor() throws Exception {
        String token = scene.signUp().refreshToken();
        Callable<String> renewal = () -> scene.auth.refresh(token, false).refreshToken();
        Set<String> successors = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            for (Future<String> successor : threads.invokeAll(Collections.nCopies(100, renewal))) {
                successors.add(successor.get());
            }
        }
        assertThat(successors).hasSize(1).doesNotContain(token);
    }

    @Test
    void aLateReplayEndsTheWholeFamily() {
        AuthService.SignedIn first = scene.signUp();
        AuthService.SignedIn second = scene.auth.refresh(first.refreshToken(), false);
        AuthService.SignedIn third = scene.auth.refresh(second.refreshToken(), false);
        assertThat(scene.isLetIn(third)).isTrue();
        scene.clock.pass(Duration.ofSeconds(11));
        for (AuthService.SignedIn each : new AuthService.SignedIn[] {first, second, third}) {
            assertThat(catchThrowableOfType(ApiException.class, () -> scene.auth.refresh(each.refreshToken(), false))
                            .code())
                    .isEqualTo(ErrorCode.UNAUTHENTICATED);
        }
        assertThat(scene.isLetIn(third)).isFalse();
    }
}
