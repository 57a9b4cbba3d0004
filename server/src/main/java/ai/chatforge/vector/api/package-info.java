/** What other services may ask of vector. */
@NamedInterface("api")
@NullMarked
package ai.chatforge.vector.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
