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

-- By the vendors' pages on models. From GPT-5.5 on, OpenAI's chat completions, which are asked here, call tools only
-- where thinking is turned off.
insert into chat.model
  (provider, model, name, context_tokens, max_output_tokens, tools, json, vision, sampling, since)
values
  ('openai', 'gpt-6.2-astra', 'GPT-6.2 Astra', 1050000, 128000, false, true, true, false, '2026-11-22'),
  ('openai', 'gpt-6.2-sol', 'GPT-6.2 Sol', 1050000, 128000, false, true, true, false, '2026-11-22'),
  ('openai', 'gpt-6.1-sol', 'GPT-6.1 Sol', 1050000, 128000, false, true, true, false, '2026-11-22'),
  ('openai', 'gpt-6.1-terra', 'GPT-6.1 Terra', 1050000, 128000, false, true, true, false, '2026-11-22'),
  ('openai', 'gpt-6-astra', 'GPT-6 Astra', 1050000, 128000, false, true, true, false, '2026-11-22'),
  ('openai', 'gpt-6-sol', 'GPT-6 Sol', 1050000, 128000, false, true, true, false, '2026-11-22'),
  ('openai', 'gpt-6-luna', 'GPT-6 Luna', 1050000, 128000, false, true, true, false, '2026-11-22'),
  ('openai', 'gpt-5.6', 'GPT-5.6 Sol', 1050000, 128000, false, true, true, false, '2026-11-22'),
  ('openai', 'gpt-5.6-sol', 'GPT-5.6 Sol', 1050000, 128000, false, true, true, false, '2026-11-22'),
  ('openai', 'gpt-5.6-terra', 'GPT-5.6 Terra', 1050000, 128000, false, true, true, false, '2026-11-22'),
  ('openai', 'gpt-5.6-luna', 'GPT-5.6 Luna', 1050000, 128000, false, true, true, false, '2026-11-22'),
  ('openai', 'gpt-5.5', 'GPT-5.5', 1050000, 128000, false, true, true, false, '2026-11-22'),
  ('openai', 'gpt-5.4', 'GPT-5.4', 1050000, 128000, true, true, true, false, '2026-11-22'),
  ('openai', 'gpt-5.4-mini', 'GPT-5.4 mini', 400000, 128000, true, true, true, false, '2026-11-22'),
  ('openai', 'gpt-5.4-nano', 'GPT-5.4 nano', 400000, 128000, true, true, true, false, '2026-11-22'),
  ('openai', 'gpt-5.2', 'GPT-5.2', 400000, 128000, true, true, true, false, '2026-11-22'),
  ('openai', 'gpt-5.1', 'GPT-5.1', 400000, 128000, true, true, true, false, '2026-11-22'),
  ('openai', 'gpt-5', 'GPT-5', 400000, 128000, true, true, true, false, '2026-11-22'),
  ('openai', 'gpt-5-mini', 'GPT-5 mini', 400000, 128000, true, true, true, false, '2026-11-22'),
  ('openai', 'gpt-5-nano', 'GPT-5 nano', 400000, 128000, true, true, true, false, '2026-11-22'),
  ('openai', 'gpt-4.1', 'GPT-4.1', 1047576, 32768, true, true, true, true, '2026-11-22'),
  ('openai', 'gpt-4.1-mini', 'GPT-4.1 mini', 1047576, 32768, true, true, true, true, '2026-11-22'),
  ('openai', 'gpt-4o', 'GPT-4o', 128000, 16384, true, true, true, true, '2026-11-22'),
  ('openai', 'gpt-4o-mini', 'GPT-4o mini', 128000, 16384, true, true, true, true, '2026-11-22'),
  ('openai', 'o3', 'o3', 200000, 100000, true, true, true, false, '2026-11-22'),
  ('anthropic', 'claude-fable-5-2', 'Claude Fable 5.2', 1000000, 128000, true, true, true, false, '2026-11-22'),
  ('anthropic', 'claude-fable-5-1', 'Claude Fable 5.1', 1000000, 128000, true, true, true, false, '2026-11-22'),
  ('anthropic', 'claude-fable-5', 'Claude Fable 5', 1000000, 128000, true, true, true, false, '2026-11-22'),
  ('anthropic', 'claude-opus-5-5', 'Claude Opus 5.5', 1000000, 128000, true, true, true, false, '2026-11-22'),
  ('anthropic', 'claude-opus-5', 'Claude Opus 5', 1000000, 128000, true, true, true, false, '2026-11-22'),
  ('anthropic', 'claude-opus-4-8', 'Claude Opus 4.8', 1000000, 128000, true, true, true, false, '2026-11-22'),
  ('anthropic', 'claude-opus-4-7', 'Claude Opus 4.7', 1000000, 128000, true, true, true, false, '2026-11-22'),
  ('anthropic', 'claude-opus-4-6', 'Claude Opus 4.6', 1000000, 128000, true, true, true, true, '2026-11-22'),
  ('anthropic', 'claude-opus-4-5', 'Claude Opus 4.5', 200000, 64000, true, true, true, true, '2026-11-22'),
  ('anthropic', 'claude-sonnet-5-5', 'Claude Sonnet 5.5', 1000000, 128000, true, true, true, false, '2026-11-22'),
  ('anthropic', 'claude-sonnet-5', 'Claude Sonnet 5', 1000000, 128000, true, true, true, false, '2026-11-22'),
  ('anthropic', 'claude-sonnet-4-6', 'Claude Sonnet 4.6', 1000000, 128000, true, true, true, true, '2026-11-22'),
  ('anthropic', 'claude-sonnet-4-5', 'Claude Sonnet 4.5', 200000, 64000, true, true, true, true, '2026-11-22'),
  ('anthropic', 'claude-haiku-5-5', 'Claude Haiku 5.5', 1000000, 128000, true, true, true, false, '2026-11-22'),
  ('anthropic', 'claude-haiku-4-5', 'Claude Haiku 4.5', 200000, 64000, true, true, true, true, '2026-11-22'),
  ('gemini', 'gemini-4-carbon', 'Gemini 4 Carbon', 1048576, 65536, true, true, true, false, '2026-11-22'),
  ('gemini', 'gemini-4-argon', 'Gemini 4 Argon', 1048576, 65536, true, true, true, false, '2026-11-22'),
  ('gemini', 'gemini-4-neon', 'Gemini 4 Neon', 1048576, 65536, true, true, true, false, '2026-11-22'),
  ('gemini', 'gemini-4-hydrogen', 'Gemini 4 Hydrogen', 1048576, 65536, true, true, true, false, '2026-11-22'),
  ('gemini', 'gemini-3.8-flash', 'Gemini 3.8 Flash', 1048576, 65536, true, true, true, false, '2026-11-22'),
  ('gemini', 'gemini-3.7-flash', 'Gemini 3.7 Flash', 1048576, 65536, true, true, true, false, '2026-11-22'),
  ('gemini', 'gemini-3.6-flash', 'Gemini 3.6 Flash', 1048576, 65536, true, true, true, false, '2026-11-22'),
  ('gemini', 'gemini-3.5-flash-lite', 'Gemini 3.5 Flash-Lite', 1048576, 65536, true, true, true, false, '2026-11-22'),
  ('gemini', 'gemini-3.1-pro-preview', 'Gemini 3.1 Pro', 1048576, 65536, true, true, true, true, '2026-11-22'),
  ('gemini', 'gemini-3.1-flash-lite', 'Gemini 3.1 Flash-Lite', 1048576, 65536, true, true, true, true, '2026-11-22'),
  ('gemini', 'gemini-3-flash-preview', 'Gemini 3 Flash', 1048576, 65536, true, true, true, true, '2026-11-22'),
  ('gemini', 'gemini-2.5-pro', 'Gemini 2.5 Pro', 1048576, 65536, true, true, true, true, '2026-11-22'),
  ('gemini', 'gemini-2.5-flash', 'Gemini 2.5 Flash', 1048576, 65536, true, true, true, true, '2026-11-22'),
  ('gemini', 'gemini-2.5-flash-lite', 'Gemini 2.5 Flash-Lite', 1048576, 65536, true, true, true, true, '2026-11-22');

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
