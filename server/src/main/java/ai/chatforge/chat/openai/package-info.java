/**
 * The API of OpenAI for a bot: {@code /v1/chat/completions}, {@code /v1/responses}, {@code /v1/models} and
 * {@code /v1/embeddings}, called with a bot's API key (docs/openai-api.md). Requests and answers have the names and forms of
 * OpenAI's API reference, so that its libraries work unchanged.
 *
 * <p>No tables: conversations of this API are the client's own.
 */
@NullMarked
package ai.chatforge.chat.openai;

import org.jspecify.annotations.NullMarked;
