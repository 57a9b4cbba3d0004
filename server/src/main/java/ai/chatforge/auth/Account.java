package ai.chatforge.auth;

import ai.chatforge.platform.security.Role;
import java.time.Instant;
import java.util.UUID;

/** A row of auth.account, without its password. */
record Account(
        UUID id, String email, String name, Role role, boolean active, boolean emailVerified, Instant createdAt) {}
