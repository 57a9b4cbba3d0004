/** Settings: validated records, the data folder, and the start-up checks that report all mistakes at once. */
@NullMarked
package ai.chatforge.platform.config;

import org.jspecify.annotations.NullMarked;
