-- A service with jobs calls this in its own first migration; the layout is db-scheduler's.
create procedure platform.create_job_table(service text) language plpgsql as $$
begin
  execute format('
    create table %1$I.scheduled_tasks (
      task_name            text        not null,
      task_instance        text        not null,
      task_data            bytea,
      execution_time       timestamptz not null,
      picked               boolean     not null,
      picked_by            text,
      last_success         timestamptz,
      last_failure         timestamptz,
      consecutive_failures int,
      last_heartbeat       timestamptz,
      version              bigint      not null,
      priority             smallint,
      primary key (task_name, task_instance)
    )', service);
  execute format('create index scheduled_tasks_due on %I.scheduled_tasks (execution_time)', service);
  execute format('create index scheduled_tasks_alive on %I.scheduled_tasks (last_heartbeat)', service);
end $$;
