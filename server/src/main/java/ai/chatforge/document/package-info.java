/** The document service. */
@NullMarked
package ai.chatforge.document;

import org.jspecify.annotations.NullMarked;
