/** Which services this process hosts, where the others are, and how one calls another. */
@NullMarked
package ai.chatforge.platform.service;

import org.jspecify.annotations.NullMarked;
