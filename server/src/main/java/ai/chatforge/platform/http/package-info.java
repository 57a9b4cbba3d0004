/** The one HTTP client for everything outside. No other is allowed to make requests to addresses that users can name. */
@NullMarked
package ai.chatforge.platform.http;

import org.jspecify.annotations.NullMarked;
