package ai.chatforge.testkit.issuer;

/** Who is signed in at the issuer. At GitHub, a subject is a number. */
public record Person(String subject, String email, boolean emailVerified, String name) {}
