/** Commands that an operator gives on the machine itself, beside the server. */
@NullMarked
package ai.chatforge.platform.command;

import org.jspecify.annotations.NullMarked;
