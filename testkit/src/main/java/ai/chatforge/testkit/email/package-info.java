/** The APIs of services that send e-mails, as far as ChatForge calls them. */
@org.jspecify.annotations.NullMarked
package ai.chatforge.testkit.email;
