/** Of texts, whoever writes them. */
@NullMarked
package ai.chatforge.platform.text;

import org.jspecify.annotations.NullMarked;
