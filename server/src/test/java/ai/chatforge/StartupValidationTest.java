package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.chatforge.platform.config.StartupFailure;
import ai.chatforge.platform.service.ServiceName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/** What an operator reads who made mistakes: all of them, once, each with what to do. */
class StartupValidationTest {
    private static final String SECRET = "--cluster-secret=a secret of more than 32 characters";

    @TempDir
    static Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --port=abc                            | chatforge.port is not valid: a value of type int is needed.
            --port=70000                          | chatforge.port must be less than or equal to 65535.
            --port=-1                             | chatforge.port must be greater than or equal to 0.
            --address=                            | chatforge.address must not be blank.
            --address=no.such.host.invalid        | --address: 'no.such.host.invalid' is not an address of this machine.
            --address=203.0.113.7                 | --address: '203.0.113.7' is not an address of this machine.
            --cluster-secret=short                | chatforge.cluster-secret is too short: it needs 32 characters or more.
            --chatforge.chat.passages=0           | chatforge.chat.passages must be greater than or equal to 1.
            --chatforge.chat.passages=many        | chatforge.chat.passages is not valid: a value of type int is needed.
            --chatforge.chat.grace-time=soon      | chatforge.chat.grace-time is not valid: a value of type Duration is needed.
            --chatforge.chat.providers.x.base-url=ftp://x | chatforge.chat.providers[x].base-url must be an http or https address.
            --chatforge.email.from=nobody         | chatforge.email.from must be a well-formed email address.
            --chatforge.email.transport=pigeon    | chatforge.email.transport is not valid: a value of type Way is needed.
            --chatforge.email.smtp.host=mail      | chatforge.email.from is needed where e-mails are sent by smtp.
            --chatforge.email.transport=resend    | chatforge.email.resend.api-key is needed where e-mails are sent by resend.
            --chatforge.email.ses.region=nowhere  | chatforge.email.ses.region must be a region such as eu-central-1.
            --chatforge.email.resend.webhook-secret=x | chatforge.email.resend.webhook-secret must be a signing secret as Resend shows it (whsec_…).
            --chatforge.chat.providers.x.models=  | chatforge.chat.providers[x].models must not be empty.
            --chatforge.auth.providers.acme.client-id=x | chatforge.auth.providers must each have an issuer, but for google and github.
            --chatforge.auth.providers.acme.issuer=http://login.example.com | chatforge.auth.providers[acme].issuer must be an https address.
            --chatforge.auth.providers.google.client-secret=x | chatforge.auth.providers[google].client-id must not be blank.
            --chatforge.auth.providers.google.client-secret-file=/no/such/file | chatforge.auth.providers[google].secret is missing: give client-secret, or client-secret-file with a file that can be read.
            --chatforge.vector.store=qdrant       | chatforge.vector.server needs its url for the stores qdrant and weaviate, and its api-key for pinecone.
            --chatforge.vector.store=pinecone     | chatforge.vector.server needs its url for the stores qdrant and weaviate, and its api-key for pinecone.
            --chatforge.vector.server.name-prefix=A_B | chatforge.vector.server.name-prefix must be up to 20 of a-z, 0-9 and -, a letter first.
            --prt=4001                            | There is no option --prt. See chatforge --help and docs/configuration.md.
            --chatforge.chat.passage=4            | There is no option --chat.passage. See chatforge --help and docs/configuration.md.
            --chatforge.chat.passages.x=4         | There is no option --chat.passages.x. See chatforge --help and docs/configuration.md.
            """)
    void aMistakeIsNamed(String option, String mistake) {
        assertThat(mistakes(option)).contains(mistake);
    }

    @Test
    void anAnswerLeavesRoomForTheQuestion() {
        String provider = "--chatforge.chat.providers.x.";
        assertThat(mistakes(
                        provider + "models=m", provider + "context-tokens=4000", provider + "max-output-tokens=3501"))
                .containsExactly("chatforge.chat.providers[x].max-output-tokens leaves less than 500 tokens of"
                        + " context-tokens to the question: make it smaller, or context-tokens larger.");
    }

    @Test
    void allThatATransportLacksIsTold() {
        assertThat(mistakes("--chatforge.email.transport=ses"))
                .containsExactlyInAnyOrder(
                        "chatforge.email.from is needed where e-mails are sent by ses.",
                        "chatforge.email.ses.region is needed where e-mails are sent by ses.",
                        "chatforge.email.ses.access-key is needed where e-mails are sent by ses.",
                        "chatforge.email.ses.secret-key is needed where e-mails are sent by ses.");
    }

    @Test
    void unknownServicesAreToldTheValidNames() {
        assertThat(mistakes("--services=chatt, vektor"))
                .contains(
                        "--services: there is no service 'chatt'. Valid names: " + ServiceName.allKeys() + ".",
                        "--services: there is no service 'vektor'. Valid names: " + ServiceName.allKeys() + ".");
        assertThat(mistakes("--services=chat", "--chatforge.remote.boot.url=http://127.0.0.1:1"))
                .contains("chatforge.remote.boot.url: there is no service 'boot'. Valid names: " + ServiceName.allKeys()
                        + ".");
    }

    @Test
    void passagesAreOrderedByAServiceOrByAModel() {
        assertThat(mistakes(
                        "--chatforge.vector.reranker.url=http://127.0.0.1:1/rerank",
                        "--chatforge.vector.reranker.local-model=/models/one"))
                .contains("chatforge.vector.reranker.local-model has to be left out where url is given: one of the two"
                        + " orders passages.");
    }

    @Test
    void everyServiceThatIsNotHostedNeedsAnAddress() {
        List<String> mistakes = mistakes("--services=chat,gateway", SECRET, remote("bot", "http://10.0.0.5:3006"));

        assertThat(mistakes).hasSize(6).allSatisfy(mistake -> assertThat(mistake)
                .contains("is not hosted here and has no address", "CHATFORGE_REMOTE_"));
        assertThat(Stream.of("auth", "user", "accounting", "document", "vector", "email"))
                .allSatisfy(service -> assertThat(mistakes)
                        .anyMatch(mistake -> mistake.contains("chatforge.remote." + service + ".url")));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.5:3006",
        "ftp://10.0.0.5",
        "http://",
        "http:///path",
        "http://ho st:1",
        "http://host:99999",
        "bot",
        "file:///etc/passwd"
    })
    void anAddressThatIsNone(String url) {
        assertThat(mistakes("--services=chat", SECRET, remote("bot", url)))
                .contains("chatforge.remote.bot.url: '" + url + "' is not an address such as http://10.0.0.5:3002.");
    }

    @Test
    void processesThatTalkNeedASecret() {
        assertThat(mistakes(allRemoteBut(ServiceName.CHAT)))
                .singleElement()
                .asString()
                .startsWith("chatforge.cluster-secret (environment: CHATFORGE_CLUSTER_SECRET) is missing.");
    }

    @Test
    void allMistakesAreToldAtOnce() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<String> mistakes = mistakes(
                    "--services=chat,nonsense",
                    "--port=" + taken.getLocalPort(),
                    "--cluster-secret=short",
                    remote("auth", "nowhere"),
                    remote("user", "http://127.0.0.1:1"),
                    remote("bot", "http://127.0.0.1:1"),
                    remote("document", "http://127.0.0.1:1"),
                    remote("email", "http://127.0.0.1:1"),
                    "--chatforge.chat.passages=0",
                    "--chatforge.chat.grace-time=soon",
                    "--chatforge.web.requests-per-minute=x");

            assertThat(mistakes).hasSize(9).doesNotHaveDuplicates();
            assertThat(String.join("\n", mistakes))
                    .contains("'nonsense'", "Port " + taken.getLocalPort(), "too short", "'nowhere'")
                    .contains("remote.vector.url", "chat.passages", "chat.grace-time", "web.requests-per-minute");
        }
    }

    @Test
    void aWrongTypeDoesNotHideTheOtherMistakes() {
        assertThat(mistakes("--port=abc", "--services=nonsense", "--chatforge.chat.passages=0"))
                .anyMatch(mistake -> mistake.startsWith("chatforge.port"))
                .anyMatch(mistake -> mistake.contains("'nonsense'"));
    }

    @Test
    void aSecretIsNotRepeated() {
        assertThat(mistakes("--cluster-secret=hunter2")).noneMatch(mistake -> mistake.contains("hunter2"));
    }

    @Test
    void aTakenPortIsSaidWithWhatToDo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThat(mistakes("--port=" + port))
                    .singleElement()
                    .asString()
                    .startsWith("Port " + port + " on 127.0.0.1 is taken")
                    .endsWith("--port " + (port + 1) + ".");
        }
    }

    @Test
    void aFileIsNoDataFolder() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(mistakes("--data-dir=" + file)).singleElement().asString().contains("data folder", "--data-dir");
    }

    @Test
    void nothingIsTouchedBeforeAllIsInOrder() {
        mistakes("--port=70000");

        assertThat(folder.resolve("data")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"start, is not an option", "--port, needs a value"})
    void optionsHaveAForm(String option, String says) {
        StartupFailure failure =
                catchThrowableOfType(StartupFailure.class, () -> ChatForge.asProperties(List.of(option)));

        assertThat(failure).hasMessageContaining(says);
    }

    private static void addUnlessGiven(List<String> options, String name, String value) {
        if (options.stream().noneMatch(option -> option.startsWith(name + "="))) {
            options.add(name + "=" + value);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String remote(String service, String url) {
        return "--chatforge.remote." + service + ".url=" + url;
    }

    private static String[] allRemoteBut(ServiceName hosted) {
        return Stream.concat(
                        Stream.of("--services=" + hosted.key()),
                        Stream.of(ServiceName.values())
                                .filter(service -> service != hosted)
                                .map(service -> remote(service.key(), "http://127.0.0.1:1")))
                .toArray(String[]::new);
    }

    private List<String> mistakes(String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        addUnlessGiven(all, "--data-dir", folder.resolve("data").toString());
        addUnlessGiven(all, "--port", Integer.toString(freePort()));
        GenericApplicationContext context = new GenericApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new SimpleCommandLinePropertySource(
                        ChatForge.asProperties(all).toArray(String[]::new)));
        StartupFailure failure = catchThrowableOfType(StartupFailure.class, () -> new Startup().initialize(context));
        assertThat(failure).as("start with %s", List.of(options)).isNotNull();
        return failure.mistakes();
    }
}
