/** What other services may ask auth, and how every process finds out who holds a token. */
@NamedInterface("api")
@NullMarked
package ai.chatforge.auth.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
