package ai.chatforge.chat;

import ai.chatforge.platform.config.Setting;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Chat, and the models behind it. */
@ConfigurationProperties("chatforge.chat")
record ChatSettings(
        @Setting(
                "Model providers, as chatforge.chat.providers.<name>.kind, .base-url and so on. Without any, bots answer with sentences of their sources.")
        @DefaultValue
        Map<String, @Valid ProviderSettings> providers,

        @Setting("Provider and model of bots that choose none, as provider/model. Empty: the first model of the first"
                + " provider, else the built-in answerer.")
        @Nullable
        String defaultModel,

        @Setting("Passages that an answer is made from.") @DefaultValue("8") @Min(1) @Max(30)
        int passages,

        @Setting("How long an answer goes on while nobody listens.") @DefaultValue("30s")
        Duration graceTime,

        @Setting("How long an ended answer can still be attached to.") @DefaultValue("2m")
        Duration keepEnded,

        @Setting("Public messages a minute from one client address, however many visitors share it.")
        @DefaultValue("60")
        @Min(1)
        int publicMessagesPerMinute,

        @Setting("Requests a minute with one API key to the OpenAI-compatible API.") @DefaultValue("300") @Min(1)
        int keyRequestsPerMinute,

        @Setting("Questions that lean on the conversation, such as 'and in winter?', are completed before they are"
                + " searched for.")
        @DefaultValue
        @Valid
        RewritingSettings rewriting,

        @Setting("What answers when a model does not.") @DefaultValue @Valid
        FallbackSettings fallback,

        @Setting("What one user, or one API key, may do, and all of them at once.") @DefaultValue @Valid
        LimitSettings limits) {

    /** See {@link Failover}. */
    record FallbackSettings(
            @Setting("Models that are asked when another one refuses or says nothing, in this order, as provider/model"
                    + " and separated by commas; bots may have an order of their own. Two are asked at the most.")
            @DefaultValue
            List<@NotBlank String> models,

            @Setting("How long a model may take for its first word when another one can be asked instead.")
            @DefaultValue("2s")
            Duration patience) {}

    /** See {@link ChatLimits} and {@link Admission}; 0 is no limit. */
    record LimitSettings(
            @Setting("Questions a minute, with those that are asked again or edited, and as many files for them; 0"
                    + " switches the limit off.")
            @DefaultValue("100")
            @Min(0)
            int messagesPerMinute,

            @Setting("Lists of conversations, and searches in them, a minute; 0 switches the limit off.")
            @DefaultValue("60")
            @Min(0)
            int listsPerMinute,

            @Setting("Questions a minute of one visitor to one public bot; 0 switches the limit off.")
            @DefaultValue("10")
            @Min(0)
            int visitorMessagesPerMinute,

            @Setting("Questions an hour of a visitor in one conversation; 0 switches the limit off.")
            @DefaultValue("60")
            @Min(0)
            int visitorMessagesPerConversation,

            @Setting("Questions an hour of all visitors from one client address to one bot, so that one client does not"
                    + " shut it for the others; 0 switches the limit off.")
            @DefaultValue("100")
            @Min(0)
            int visitorMessagesPerBotAndAddress,

            @Setting(
                    "Questions an hour of all visitors to one bot, so that strangers do not spend all that its owner has; 0"
                            + " switches the limit off.")
            @DefaultValue("1000")
            @Min(0)
            int visitorMessagesPerBot,

            @Setting("WebSockets open at once, and ten times as many of visitors from one address; 0 switches the limit"
                    + " off.")
            @DefaultValue("20")
            @Min(0)
            int socketsAtOnce,

            @Setting(
                    "Questions of everybody that wait for the beginning of their answers at once; more are refused with"
                            + " 429 and Retry-After. 0 switches the limit off.")
            @DefaultValue("2000")
            @Min(0)
            int waitingQuestions) {}

    /** Of questions; see {@link QueryRewriting}. */
    record RewritingSettings(
            @Setting("Whether it is done, unless a bot has a setting of its own.") @DefaultValue("true")
            boolean enabled,

            @Setting("How long the model that answers may take for it; after that the question is searched for as it"
                    + " is.")
            @DefaultValue("3s")
            Duration patience) {}

    /** One endpoint. */
    record ProviderSettings(
            @Setting("Whose protocol it speaks: openai, as Azure, Ollama, vLLM, Groq, Mistral and others do too;"
                    + " anthropic; gemini.")
            @DefaultValue("openai")
            ProviderKind kind,

            @Setting("Base address, such as http://localhost:11434/v1. Empty: the vendor's own.")
            @Nullable
            @Pattern(regexp = "(https?://.+)?", message = "must be an http or https address")
            String baseUrl,

            @Setting(value = "Key that is sent with each request; empty for none.", secret = true) @Nullable
            String apiKey,

            @Setting("For Azure's addresses that need one: the version of its API. The base address is then that of a"
                    + " deployment, such as https://name.openai.azure.com/openai/deployments/name. Empty for those that"
                    + " need none, such as https://name.openai.azure.com/openai/v1.")
            @Nullable
            String apiVersion,

            @Setting("Models to offer, separated by commas; the first one is the default.") @NotEmpty
            List<@NotBlank String> models,

            @Setting("Tokens that prompt and answer may have together. Empty: what the catalogue of models says, else"
                    + " 16000.")
            @Nullable
            @Min(1000)
            Integer contextTokens,

            @Setting("Tokens of an answer at the most, with the thoughts of models that think first. Empty: what the"
                    + " catalogue says, but not more than 4096, or 25000 for these models; else 1024.")
            @Nullable
            @Min(1)
            Integer maxOutputTokens,

            @Setting("How long the provider may send nothing.") @DefaultValue("60s")
            Duration silence) {

        @AssertTrue(
                message = "leaves less than " + Window.LEAST_PROMPT
                        + " tokens of context-tokens to the question: make it" + " smaller, or context-tokens larger")
        boolean isMaxOutputTokens() {
            return contextTokens == null
                    || maxOutputTokens == null
                    || maxOutputTokens <= contextTokens - Window.LEAST_PROMPT;
        }

        String address() {
            return baseUrl == null || baseUrl.isBlank() ? kind.baseUrl() : baseUrl;
        }

        @Override
        public String toString() {
            return "ProviderSettings[" + kind.key() + " " + address() + "]";
        }
    }
}
