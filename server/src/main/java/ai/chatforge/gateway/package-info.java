/**
 * The one entrance: limits, the web application, the description of the API, and the way to services that other
 * processes host.
 *
 * <p>Tables: none. Events: none.
 */
@NullMarked
package ai.chatforge.gateway;

import org.jspecify.annotations.NullMarked;
