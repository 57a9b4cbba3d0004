-- Given before to the same question: no model was asked.
alter table chat.message add column cached boolean not null default false;

-- Answers of bots that are given again to the same question. Each goes with the message that it was first given in.
create table chat.cached_answer (
  tenant_id         uuid        not null,
  fingerprint       bytea       not null, -- SHA-256 of what was asked, of whom, after what
  bot_id            uuid        not null,
  message_id        uuid        not null references chat.message on delete cascade,
  grounds           bytea       not null, -- SHA-256 of all that the model was given
  query             text        not null, -- what was searched for
  content           text        not null,
  citations         text        not null,
  prompt_tokens     bigint,
  completion_tokens bigint,
  credits           bigint,
  created_at        timestamptz not null,
  expires_at        timestamptz not null,
  primary key (tenant_id, fingerprint)
);
create index cached_answer_by_bot on chat.cached_answer (tenant_id, bot_id);
create index cached_answer_by_message on chat.cached_answer (message_id);
create index cached_answer_by_end on chat.cached_answer (tenant_id, expires_at);
alter table chat.cached_answer enable row level security;
alter table chat.cached_answer force row level security;
create policy tenant on chat.cached_answer
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);

-- Bots with such answers, so that the sweep finds them: ids only. What was begun before a purge is not kept after it.
create table chat.cached_bot (
  bot_id    uuid primary key,
  tenant_id uuid   not null,
  purges    bigint not null
);
create index cached_bot_by_tenant on chat.cached_bot (tenant_id);
