/** PostgreSQL: pools, roles, migrations, and transactions that carry the tenant. */
@NullMarked
package ai.chatforge.platform.persistence;

import org.jspecify.annotations.NullMarked;
