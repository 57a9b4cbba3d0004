/** What other services may ask about accounts' plans: what is allowed, and how much of it. */
@NamedInterface("api")
@NullMarked
package ai.chatforge.user.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
