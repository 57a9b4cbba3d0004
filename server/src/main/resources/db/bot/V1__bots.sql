create table bot.bot (
  id                  uuid primary key,
  tenant_id           uuid             not null,
  name                text             not null,
  description         text             not null,
  slug                text             not null unique,
  tone                text             not null,
  instructions        text             not null,
  model               text,
  provider            text,
  temperature         double precision not null,
  language            text,
  welcome_message     text             not null,
  suggested_questions text[]           not null,
  visibility          text             not null check (visibility in ('private', 'link', 'public')),
  version             int              not null,
  created_at          timestamptz      not null,
  updated_at          timestamptz      not null
);
create index bot_by_tenant on bot.bot (tenant_id, id desc);
alter table bot.bot enable row level security;
alter table bot.bot force row level security;
create policy tenant on bot.bot
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);

-- Whose a bot is, for callers that do not know: visitors and other services. It holds nothing else of the bot.
create table bot.directory (
  bot_id    uuid primary key,
  tenant_id uuid not null
);
