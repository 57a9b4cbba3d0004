/** Mechanics without business words that every service stands on. Depends on no service. */
@ApplicationModule(type = ApplicationModule.Type.OPEN)
@NullMarked
package ai.chatforge.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
