/**
 * What is fetched from the web: pages, robots.txt and sitemaps, transcripts of videos. Every request is checked by
 * {@code OutsideHttp}; what was fetched is only read here as far as no document is parsed: that is the worker's matter.
 */
@NullMarked
package ai.chatforge.document.web;

import org.jspecify.annotations.NullMarked;
