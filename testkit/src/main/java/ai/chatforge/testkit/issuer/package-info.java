/**
 * An identity provider that speaks OpenID Connect and GitHub's OAuth, signs its own tokens, and does what is scripted:
 * see {@link ai.chatforge.testkit.issuer.Fault}.
 */
@org.jspecify.annotations.NullMarked
package ai.chatforge.testkit.issuer;
