/**
 * A model provider that speaks OpenAI's wire format and does, fault for fault, what the name of the model says. See
 * {@link ai.chatforge.testkit.provider.Script} for the names.
 */
@org.jspecify.annotations.NullMarked
package ai.chatforge.testkit.provider;
