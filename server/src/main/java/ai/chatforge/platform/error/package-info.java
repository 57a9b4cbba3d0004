/** The catalogue of errors and their one form on the wire (RFC 9457). */
@NullMarked
package ai.chatforge.platform.error;

import org.jspecify.annotations.NullMarked;
