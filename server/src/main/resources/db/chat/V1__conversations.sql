create table chat.conversation (
  id         uuid primary key,
  tenant_id  uuid        not null,
  bot_id     uuid,
  user_id    uuid,  -- whose it is: a user,
  visitor    text,  -- or a visitor, known by the hash of a token
  title      text        not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index conversation_by_user on chat.conversation (tenant_id, user_id, updated_at desc, id desc);
create index conversation_by_visitor on chat.conversation (bot_id, visitor, updated_at desc) where visitor is not null;

create table chat.message (
  id                uuid primary key,
  tenant_id         uuid        not null,
  conversation_id   uuid        not null references chat.conversation on delete cascade,
  role              text        not null check (role in ('user', 'assistant')),
  content           text        not null,
  status            text        not null check (status in ('streaming', 'complete', 'stopped', 'interrupted', 'failed')),
  model             text,
  provider          text,
  citations         text        not null default '[]',
  prompt_tokens     bigint,
  completion_tokens bigint,
  usage_reported    boolean,
  error_code        text,
  error_message     text,
  created_at        timestamptz not null
);
create index message_by_conversation on chat.message (conversation_id, id);
create index message_by_time on chat.message (tenant_id, created_at);

alter table chat.conversation enable row level security;
alter table chat.conversation force row level security;
create policy tenant on chat.conversation
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);
alter table chat.message enable row level security;
alter table chat.message force row level security;
create policy tenant on chat.message
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);

-- Answers under way, so that those of a dead process are found: ids only.
create table chat.running (
  message_id uuid primary key,
  tenant_id  uuid        not null,
  process    text        not null,
  alive_at   timestamptz not null
);
create index running_by_process on chat.running (process);
