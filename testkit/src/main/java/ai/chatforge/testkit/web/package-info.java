/** Websites, and YouTube as far as its transcripts go, on 127.0.0.1. */
@NullMarked
package ai.chatforge.testkit.web;

import org.jspecify.annotations.NullMarked;
