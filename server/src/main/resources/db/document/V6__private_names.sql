-- Of each bot, another version whenever what its sources are called that may not be cited may have changed. Each question asks for it,
-- as an answer must not hold one of those names; counting the sources themselves took longer the more there are.
create table document.private_names (
  bot_id    uuid primary key,
  tenant_id uuid not null,
  version   uuid not null
);
alter table document.private_names enable row level security;
alter table document.private_names force row level security;
create policy tenant on document.private_names
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);

alter table document.source no force row level security;
alter table document.private_names no force row level security;
insert into document.private_names
  select distinct on (bot_id) bot_id, tenant_id, gen_random_uuid() from document.source where not citable;
alter table document.private_names force row level security;
alter table document.source force row level security;

create function document.names_changed() returns trigger language plpgsql as $$
declare
  changed document.source := case when tg_op = 'DELETE' then old else new end;
  former text := coalesce(current_setting('chatforge.tenant', true), '');
begin
  -- Once in a transaction is enough. What is written for several accounts in one transaction ends as that of the last one.
  perform set_config('chatforge.tenant', changed.tenant_id::text, true);
  if tg_op = 'DELETE' then
    -- Not made anew: the bot may be gone.
    update document.private_names set version = gen_random_uuid()
      where bot_id = changed.bot_id and xmin <> pg_current_xact_id()::xid;
  else
    insert into document.private_names values (changed.bot_id, changed.tenant_id, gen_random_uuid())
      on conflict (bot_id) do update set version = excluded.version
      where private_names.xmin <> pg_current_xact_id()::xid;
  end if;
  perform set_config('chatforge.tenant', former, true);
  return null;
end $$;

-- At the end of the transaction, so that whoever writes one source of a bot does not wait for who writes another. A migration that
-- changes names of sources lifts force on both tables, and sets all constraints immediate before it puts it back.
create constraint trigger named after insert on document.source
  deferrable initially deferred for each row when (not new.citable) execute function document.names_changed();
create constraint trigger renamed after update of title, file_name, url, former_storage, citable on document.source
  deferrable initially deferred for each row
  when (not (old.citable and new.citable) and (old.title, old.file_name, old.url, old.former_storage, old.citable)
    is distinct from (new.title, new.file_name, new.url, new.former_storage, new.citable))
  execute function document.names_changed();
create constraint trigger forgotten after delete on document.source
  deferrable initially deferred for each row when (not old.citable) execute function document.names_changed();
