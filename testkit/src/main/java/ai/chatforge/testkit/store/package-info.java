/**
 * Vector databases on 127.0.0.1 that speak the documented protocols of Qdrant, Pinecone and Weaviate as far as ChatForge
 * does, keep what they are given, refuse what the documents say is refused, and fail when they are told to.
 */
@org.jspecify.annotations.NullMarked
package ai.chatforge.testkit.store;
