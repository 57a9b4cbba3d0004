-- What a conversation was about, up to a message: for prompts that have no room for all of it.
create table chat.conversation_summary (
  conversation_id uuid primary key references chat.conversation on delete cascade,
  tenant_id       uuid        not null,
  -- It goes when that message is removed, and with it all that is removed from an earlier one on.
  until_message   uuid        not null references chat.message on delete cascade,
  content         text        not null,
  model           text        not null,
  updated_at      timestamptz not null
);
create index conversation_summary_by_message on chat.conversation_summary (until_message);
create index conversation_summary_by_tenant on chat.conversation_summary (tenant_id);
alter table chat.conversation_summary enable row level security;
alter table chat.conversation_summary force row level security;
create policy tenant on chat.conversation_summary
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);
