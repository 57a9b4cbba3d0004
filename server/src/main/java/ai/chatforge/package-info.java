/** ChatForge: one program that hosts all services; see docs/architecture.md. */
@NullMarked
package ai.chatforge;

import org.jspecify.annotations.NullMarked;
