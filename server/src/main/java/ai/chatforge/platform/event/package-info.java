/**
 * Events between services, delivered at least once from a log that is written with the publisher's own data.
 *
 * <p>Tables: {@code platform.event_delivery} (waiting), {@code platform.event_dead} (given up).
 */
@NullMarked
package ai.chatforge.platform.event;

import org.jspecify.annotations.NullMarked;
