/** The measurements of QUALITY's P1 to P5, against a ChatForge that is started for them. */
@NullMarked
package ai.chatforge.bench;

import org.jspecify.annotations.NullMarked;
