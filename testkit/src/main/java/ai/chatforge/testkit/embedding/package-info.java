/** An endpoint for embeddings and reranking that does what it is told, faults included. */
@org.jspecify.annotations.NullMarked
package ai.chatforge.testkit.embedding;
