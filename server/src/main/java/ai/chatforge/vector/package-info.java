/** The vector service. */
@NullMarked
package ai.chatforge.vector;

import org.jspecify.annotations.NullMarked;
