/** Where files are kept: a folder, by default. */
@NullMarked
package ai.chatforge.platform.storage;

import org.jspecify.annotations.NullMarked;
