/** Credits as other services spend them, and what accounting tells about them. */
@NamedInterface("api")
@NullMarked
package ai.chatforge.accounting.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
