/**
 * Text of uploaded files, read by a separate process with little memory and no network, so that a hostile file costs
 * one failed source and never the server. {@link ai.chatforge.document.extract.TextExtractor} is the way in; the
 * rest is the conversation with the worker process and, inside it, one reader per file type. No tables, no events.
 */
@NullMarked
package ai.chatforge.document.extract;

import org.jspecify.annotations.NullMarked;
