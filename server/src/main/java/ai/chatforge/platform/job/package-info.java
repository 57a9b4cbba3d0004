/**
 * Work that must be done even if the process dies on the way, on db-scheduler.
 *
 * <p>Tables: {@code scheduled_tasks} in the schema of each service that has jobs, made by its migration with
 * {@code call platform.create_job_table('<service>')}; so a process that does not host the service never sees its jobs.
 */
@NullMarked
package ai.chatforge.platform.job;

import org.jspecify.annotations.NullMarked;
