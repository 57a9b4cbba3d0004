/**
 * The PostgreSQL that ChatForge brings along: a real server, unpacked into the data folder and run as a child process,
 * so that nothing needs installing. An operator's own server replaces it by configuration.
 */
@NullMarked
package ai.chatforge.platform.postgres;

import org.jspecify.annotations.NullMarked;
