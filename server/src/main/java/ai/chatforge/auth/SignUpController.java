package ai.chatforge.auth;

import ai.chatforge.auth.AuthController.AuthResult;
import ai.chatforge.auth.AuthController.Transport;
import ai.chatforge.platform.security.Access;
import ai.chatforge.platform.web.ClientAddress;
import ai.chatforge.platform.web.LanguageTag;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Sign-up, as the operator wants it. */
@Tag(name = "auth")
@RestController
@RequestMapping("/api/auth")
class SignUpController {
    private final SignUps signUps;
    private final AuthService auth;
    private final SignUpMode mode;
    private final SessionAnswers answers;
    private final AttemptLimits limits;
    private final ClientAddress clients;

    SignUpController(
            SignUps signUps,
            AuthService auth,
            AuthSettings settings,
            SessionAnswers answers,
            AttemptLimits limits,
            ClientAddress clients) {
        this.signUps = signUps;
        this.auth = auth;
        this.mode = settings.signUp();
        this.answers = answers;
        this.limits = limits;
        this.clients = clients;
    }

    record SignUp(
            @Schema(example = "ada@example.com") @NotBlank @Email @Size(max = 254)
            String email,

            @Schema(example = "correct horse battery", description = "8 characters to 72 bytes")
            @NotNull
            @Size(max = 200)
            String password,

            @Schema(example = "Ada Lovelace") @Nullable @Size(max = 100)
            String name,

            @Schema(example = "de", description = "BCP 47; absent: the first of Accept-Language that ChatForge speaks")
            @Nullable
            @LanguageTag
            String language,

            @Schema(description = "cookie for browsers, bearer (the default) for programs") @Nullable
            Transport transport) {}

    /** What became of the wish. */
    enum SignUpState {
        @JsonProperty("confirmationSent")
        CONFIRMATION_SENT
    }

    /** The same whether there is an account or not. */
    record SignUpUnderway(
            @Schema(description = "confirmationSent: an e-mail says how to go on")
            SignUpState state,

            @Schema(example = "ada@example.com") String email) {}

    @Operation(
            operationId = "signUp",
            summary = "Open an account",
            description =
                    "As the operator chose: usually (202) an e-mail brings a link that opens the account, and the answer"
                            + " is the same for an address that has one already. With chatforge.auth.sign-up=immediate"
                            + " (201) the account is open and signed in to at once.")
    @ApiResponse(
            responseCode = "201",
            description = "The account is open, and signed in to",
            content = @Content(schema = @Schema(implementation = AuthResult.class)))
    @ApiResponse(
            responseCode = "202",
            description = "An e-mail is on its way to the address",
            content = @Content(schema = @Schema(implementation = SignUpUnderway.class)))
    @Access(Access.Rule.PUBLIC)
    @PostMapping({"/signup", "/register"})
    ResponseEntity<Object> signUp(
            @RequestBody @Valid SignUp body, HttpServletRequest request, HttpServletResponse response) {
        limits.signUp(body.email(), clients.of(request));
        String language = Languages.chosen(body.language(), request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        return switch (mode) {
            case CONFIRMED -> {
                signUps.request(body.email(), body.password(), body.name(), language);
                yield ResponseEntity.accepted()
                        .body(new SignUpUnderway(
                                SignUpState.CONFIRMATION_SENT, body.email().strip()));
            }
            case IMMEDIATE -> ResponseEntity.status(HttpStatus.CREATED).body(open(body, language, request, response));
        };
    }

    private AuthResult open(SignUp body, String language, HttpServletRequest request, HttpServletResponse response) {
        boolean browser = body.transport() == Transport.COOKIE;
        return answers.of(
                auth.signUp(
                        body.email(), body.password(), body.name(), language, browser, AuthController.agent(request)),
                browser,
                request,
                response);
    }
}
