/**
 * ChatForge from outside: the program that its users start, in one process and split into several, over HTTP and in a
 * browser. Nothing here knows the server's classes.
 */
@NullMarked
package ai.chatforge.e2e;

import org.jspecify.annotations.NullMarked;
