/** How long tests wait. */
@NullMarked
package ai.chatforge.testkit.patience;

import org.jspecify.annotations.NullMarked;
