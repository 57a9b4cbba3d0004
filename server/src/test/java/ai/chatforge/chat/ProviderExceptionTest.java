package ai.chatforge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers say of a request that they refuse, word for word. */
class ProviderExceptionTest {
    private static ProviderException refused(String said) {
        return ProviderException.of(
                new ProviderException.Refusal(400, said, null), ProviderException.Kind.REFUSED, "Refused");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // OpenAI
                "max_tokens | {\"error\":{\"message\":\"Unsupported parameter: 'max_tokens' is not supported with this"
                        + " model. Use 'max_completion_tokens' instead.\",\"type\":\"invalid_request_error\","
                        + "\"param\":\"max_tokens\",\"code\":\"unsupported_parameter\"}}",
                "stream_options | {\"error\":{\"message\":\"Unknown parameter: 'stream_options'.\","
                        + "\"type\":\"invalid_request_error\",\"param\":\"stream_options\","
                        + "\"code\":\"unknown_parameter\"}}",
                // Azure
                "max_completion_tokens | {\"error\":{\"message\":\"Unrecognized request argument supplied:"
                        + " max_completion_tokens\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}",
                // Mistral
                "stream_options | {\"object\":\"error\",\"message\":{\"detail\":[{\"type\":\"extra_forbidden\","
                        + "\"loc\":[\"body\",\"stream_options\",\"include_usage\"],"
                        + "\"msg\":\"Extra inputs are not permitted\",\"input\":true}]},"
                        + "\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}",
                // vLLM
                "max_completion_tokens | {\"object\":\"error\",\"message\":\"[{'type': 'extra_forbidden',"
                        + " 'loc': ('body', 'max_completion_tokens'), 'msg': 'Extra inputs are not permitted',"
                        + " 'input': 8192}]\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}",
                // Fireworks, Groq, xAI, Google
                "stream_options | Extra inputs are not permitted, field: 'stream_options'",
                "stream_options | {\"error\":{\"message\":\"property 'stream_options' is unsupported, did you mean"
                        + " 'stream'?\",\"type\":\"invalid_request_error\"}}",
                "stream_options | {\"error\":{\"message\":\"Additional properties are not allowed ('stream_options' was"
                        + " unexpected) - 'stream_options'\",\"type\":\"invalid_request_error\"}}",
                "stop | {\"code\":\"Client specified an invalid argument\",\"error\":\"Argument not supported on this"
                        + " model: stop\"}",
                "stream_options | [{\"error\":{\"code\":400,\"message\":\"Invalid JSON payload received. Unknown name"
                        + " \\\"stream_options\\\": Cannot find field.\",\"status\":\"INVALID_ARGUMENT\"}}]",
            })
    void aFieldThatIsNotKnown(String field, String said) {
        assertThat(refused(said).isUnknown(field)).isTrue();
        assertThat(refused(said).isUnknown("tools")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // DeepSeek, OpenAI, vLLM, Alibaba, Volcengine
                "{\"error\":{\"message\":\"Invalid max_tokens value, the valid range of max_tokens is [1, 8192]\","
                        + "\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"invalid_request_error\"}}",
                "{\"error\":{\"message\":\"max_tokens is too large: 32000. This model supports at most 16384 completion"
                        + " tokens, whereas you provided 32000.\",\"type\":\"invalid_request_error\","
                        + "\"param\":\"max_tokens\",\"code\":\"invalid_value\"}}",
                "{\"object\":\"error\",\"message\":\"'max_tokens' or 'max_completion_tokens' is too large: 32000. This"
                        + " model's maximum context length is 8192 tokens and your request has 5000 input tokens (32000 >"
                        + " 8192 - 5000).\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}",
                "<400> InternalError.Algo.InvalidParameter: Range of max_tokens should be [1, 8192]",
                "{\"error\":{\"code\":\"InvalidParameter\",\"message\":\"The parameter `max_tokens` specified in the"
                        + " request are not valid: integer above maximum value, expected a value <= 12288, but got 32000"
                        + " instead.\",\"param\":\"max_tokens\",\"type\":\"BadRequest\"}}",
                "{\"error\":{\"message\":\"Unsupported value: 'max_tokens' does not support 5 with this model.\","
                        + "\"type\":\"invalid_request_error\",\"param\":\"max_tokens\",\"code\":\"unsupported_value\"}}",
                // Another field is unknown.
                "{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"stream_options\"],"
                        + "\"msg\":\"Extra inputs are not permitted\"},{\"type\":\"less_than_equal\","
                        + "\"loc\":[\"body\",\"max_tokens\"],\"msg\":\"Input should be less than or equal to 8192\"}]}",
            })
    void aValueThatIsNotTaken(String said) {
        assertThat(refused(said).isAbout("max_tokens")).isTrue();
        assertThat(refused(said).isUnknown("max_tokens")).isFalse();
    }
}
