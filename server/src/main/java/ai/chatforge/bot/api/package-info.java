/** What other services may ask about bots. */
@NamedInterface("api")
@NullMarked
package ai.chatforge.bot.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
