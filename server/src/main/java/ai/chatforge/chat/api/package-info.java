/** What other services may learn from chat. */
@NamedInterface("api")
@NullMarked
package ai.chatforge.chat.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
