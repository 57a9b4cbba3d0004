/**
 * The last of the three walls around learn-only sources: looks at what a model writes, and holds back what repeats them.
 * {@link ai.chatforge.chat.guard.PrivateText} is what must not leave, {@link ai.chatforge.chat.guard.PrivacyGuard} stands
 * between a model and everything else. No tables, no events. What was worked out of a text stays in memory for some minutes
 * ({@link ai.chatforge.chat.guard.KnownTexts}), and is never written down.
 */
@NullMarked
package ai.chatforge.chat.guard;

import org.jspecify.annotations.NullMarked;
