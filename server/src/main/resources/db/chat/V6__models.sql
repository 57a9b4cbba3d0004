-- What is known of vendors' models. The installation's, not a tenant's; administrators change it.
create table chat.model (
  provider          text    not null check (provider in ('openai', 'anthropic', 'gemini')),
  model             text    not null,
  name              text    not null,
  context_tokens    integer not null check (context_tokens > 0),
  max_output_tokens integer not null check (max_output_tokens between 1 and context_tokens - 1),
  tools             boolean not null,
  json              boolean not null,
  vision            boolean not null,
  sampling          boolean not null,
  since             date    not null,  -- when this was so
  primary key (provider, model)
);

-- By the vendors' pages on models.
insert into chat.model
  (provider, model, name, context_tokens, max_output_tokens, tools, json, vision, sampling, since)
values
  ('openai', 'gpt-5.1', 'GPT-5.1', 400000, 128000, true, true, true, false, '2025-11-15'),
  ('openai', 'gpt-5', 'GPT-5', 400000, 128000, true, true, true, false, '2025-11-15'),
  ('openai', 'gpt-5-mini', 'GPT-5 mini', 400000, 128000, true, true, true, false, '2025-11-15'),
  ('openai', 'gpt-5-nano', 'GPT-5 nano', 400000, 128000, true, true, true, false, '2025-11-15'),
  ('openai', 'gpt-5-chat', 'GPT-5 Chat', 128000, 16384, false, true, true, true, '2025-11-15'),
  ('openai', 'gpt-4.1', 'GPT-4.1', 1047576, 32768, true, true, true, true, '2025-11-15'),
  ('openai', 'gpt-4.1-mini', 'GPT-4.1 mini', 1047576, 32768, true, true, true, true, '2025-11-15'),
  ('openai', 'gpt-4.1-nano', 'GPT-4.1 nano', 1047576, 32768, true, true, true, true, '2025-11-15'),
  ('openai', 'gpt-4o', 'GPT-4o', 128000, 16384, true, true, true, true, '2025-11-15'),
  ('openai', 'gpt-4o-mini', 'GPT-4o mini', 128000, 16384, true, true, true, true, '2025-11-15'),
  ('openai', 'gpt-4-turbo', 'GPT-4 Turbo', 128000, 4096, true, false, true, true, '2025-11-15'),
  ('openai', 'gpt-3.5-turbo', 'GPT-3.5 Turbo', 16385, 4096, true, false, false, true, '2025-11-15'),
  ('openai', 'o3', 'o3', 200000, 100000, true, true, true, false, '2025-11-15'),
  ('openai', 'o3-mini', 'o3-mini', 200000, 100000, true, true, false, false, '2025-11-15'),
  ('openai', 'o4-mini', 'o4-mini', 200000, 100000, true, true, true, false, '2025-11-15'),
  ('anthropic', 'claude-opus-4-1', 'Claude Opus 4.1', 200000, 32000, true, true, true, true, '2025-11-15'),
  ('anthropic', 'claude-opus-4', 'Claude Opus 4', 200000, 32000, true, true, true, true, '2025-11-15'),
  ('anthropic', 'claude-sonnet-4-5', 'Claude Sonnet 4.5', 200000, 64000, true, true, true, true, '2025-11-15'),
  ('anthropic', 'claude-sonnet-4', 'Claude Sonnet 4', 200000, 64000, true, true, true, true, '2025-11-15'),
  ('anthropic', 'claude-haiku-4-5', 'Claude Haiku 4.5', 200000, 64000, true, true, true, true, '2025-11-15'),
  ('anthropic', 'claude-3-5-haiku', 'Claude Haiku 3.5', 200000, 8192, true, true, true, true, '2025-11-15'),
  ('anthropic', 'claude-3-haiku', 'Claude Haiku 3', 200000, 4096, true, true, true, true, '2025-11-15'),
  ('gemini', 'gemini-2.5-pro', 'Gemini 2.5 Pro', 1048576, 65536, true, true, true, true, '2025-11-15'),
  ('gemini', 'gemini-2.5-flash', 'Gemini 2.5 Flash', 1048576, 65536, true, true, true, true, '2025-11-15'),
  ('gemini', 'gemini-2.5-flash-lite', 'Gemini 2.5 Flash-Lite', 1048576, 65536, true, true, true, true, '2025-11-15'),
  ('gemini', 'gemini-2.0-flash', 'Gemini 2.0 Flash', 1048576, 8192, true, true, true, true, '2025-11-15'),
  ('gemini', 'gemini-2.0-flash-lite', 'Gemini 2.0 Flash-Lite', 1048576, 8192, true, true, true, true, '2025-11-15');

-- Keys of accounts, for all of their bots or for one.
create table chat.provider_key (
  id         uuid primary key,
  tenant_id  uuid        not null,
  bot_id     uuid,
  provider   text        not null check (provider in ('openai', 'anthropic', 'gemini')),
  base_url   text,
  models     text,  -- JSON; of an address of its own, as nobody knows what that offers
  last_four  text        not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique nulls not distinct (tenant_id, bot_id, provider)
);
alter table chat.provider_key enable row level security;
alter table chat.provider_key force row level security;
create policy tenant on chat.provider_key
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);

-- Apart, because a rotation of keys seals those of all tenants anew. A value opens only with its row's id.
create table chat.provider_secret (
  id         uuid primary key references chat.provider_key on delete cascade,
  sealed_key bytea not null
);

-- What is asked when a bot's model does not answer.
create table chat.bot_models (
  bot_id     uuid primary key,
  tenant_id  uuid        not null,
  fallback   text        not null,  -- JSON, in order
  updated_at timestamptz not null
);
create index bot_models_by_tenant on chat.bot_models (tenant_id);
alter table chat.bot_models enable row level security;
alter table chat.bot_models force row level security;
create policy tenant on chat.bot_models
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);
