/** How other services have e-mails sent. */
@NamedInterface("api")
@NullMarked
package ai.chatforge.email.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
