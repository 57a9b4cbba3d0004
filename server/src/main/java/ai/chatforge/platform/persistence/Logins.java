package ai.chatforge.platform.persistence;

/** The two ways into one database: the owner migrates, the runtime login serves requests. */
record Logins(PostgresUrl owner, PostgresUrl runtime) {}
