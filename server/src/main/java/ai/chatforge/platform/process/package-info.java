/** What the operating system is asked for that Java has no word for. No tables, no events. */
@NullMarked
package ai.chatforge.platform.process;

import org.jspecify.annotations.NullMarked;
