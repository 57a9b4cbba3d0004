/** The gateway service. */
@NullMarked
package ai.chatforge.gateway;

import org.jspecify.annotations.NullMarked;
