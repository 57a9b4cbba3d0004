/** What other services may ask about sources. */
@NamedInterface("api")
@NullMarked
package ai.chatforge.document.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
