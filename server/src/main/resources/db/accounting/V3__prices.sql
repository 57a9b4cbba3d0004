-- The base model is one whose tokens cost US$ 1 per million: so a price here is what the vendor's page says in dollars
-- per million tokens. By the vendors' pages on prices of 2026-11-22; administrators see and change them under
-- /api/admin/prices. Of several that fit a model, the longest counts. Left out is what costs more: long prompts (from
-- 272,000 tokens on with OpenAI since GPT-5.4, 200,000 with Gemini 2.5 Pro and 3.1 Pro, 100,000 with Claude Haiku 5.5),
-- filling a vendor's cache, and answers in a hurry; and what costs less: batches.
insert into accounting.price (provider, model, valid_from, input, cached, output)
select provider, model, '2025-01-01 00:00:00+00', input, cached, output from (values
  ('*', '*', 1, 1, 1),
  ('built-in', '*', 0, 0, 0),
  -- OpenAI; gpt-5 and o3 until 2026-12-11, gpt-4o and gpt-4.1 until 2027-01-14, gpt-5.1 until 2027-04-01
  ('*', 'gpt-4o*', 2.5, 1.25, 10),
  ('*', 'gpt-4o-mini*', 0.15, 0.075, 0.6),
  ('*', 'gpt-4.1*', 2, 0.5, 8),
  ('*', 'gpt-4.1-mini*', 0.4, 0.1, 1.6),
  ('*', 'o3*', 2, 0.5, 8),
  ('*', 'o3-pro*', 20, 20, 80),
  ('*', 'gpt-5*', 1.25, 0.125, 10),
  ('*', 'gpt-5-mini*', 0.25, 0.025, 2),
  ('*', 'gpt-5-nano*', 0.05, 0.005, 0.4),
  ('*', 'gpt-5-pro*', 15, 15, 120),
  ('*', 'gpt-5.1*', 1.25, 0.125, 10),
  ('*', 'gpt-5.2*', 1.75, 0.175, 14),
  ('*', 'gpt-5.2-pro*', 21, 21, 168),
  ('*', 'gpt-5.3*', 1.75, 0.175, 14),
  ('*', 'gpt-5.4*', 2.5, 0.25, 15),
  ('*', 'gpt-5.4-mini*', 0.75, 0.075, 4.5),
  ('*', 'gpt-5.4-nano*', 0.2, 0.02, 1.25),
  ('*', 'gpt-5.4-pro*', 30, 30, 180),
  ('*', 'gpt-5.5*', 5, 0.5, 30),
  ('*', 'gpt-5.5-pro*', 30, 30, 180),
  ('*', 'gpt-5.6*', 4, 0.4, 20),
  ('*', 'gpt-5.6-terra*', 2, 0.2, 12),
  ('*', 'gpt-5.6-luna*', 0.2, 0.02, 1.2),
  ('*', 'gpt-6-astra*', 10, 1, 50),
  ('*', 'gpt-6-sol*', 2, 0.2, 10),
  ('*', 'gpt-6-luna*', 0.1, 0.01, 0.5),
  ('*', 'gpt-6.1-sol*', 2, 0.1, 10),
  ('*', 'gpt-6.1-terra*', 1, 0.05, 5),
  ('*', 'gpt-6.2-astra*', 8, 0.4, 40),
  ('*', 'gpt-6.2-sol*', 2, 0.1, 10),
  -- Anthropic; claude-sonnet-4-5 until 2026-11-30
  ('*', 'claude-haiku-4-5*', 1, 0.1, 5),
  ('*', 'claude-haiku-5-5*', 0.1, 0.01, 0.5),
  ('*', 'claude-sonnet-4*', 3, 0.3, 15),
  ('*', 'claude-sonnet-5*', 2, 0.2, 10),
  ('*', 'claude-sonnet-5-5*', 2, 0.1, 10),
  ('*', 'claude-opus-4*', 5, 0.5, 25),
  ('*', 'claude-opus-5*', 5, 0.5, 25),
  ('*', 'claude-opus-5-5*', 4, 0.2, 20),
  ('*', 'claude-fable-5*', 10, 1, 50),
  ('*', 'claude-fable-5-1*', 10, 0.25, 50),
  ('*', 'claude-fable-5-2*', 8, 0.2, 40),
  ('*', 'claude-mythos-5*', 10, 1, 50),
  ('*', 'claude-mythos-5-1*', 10, 0.25, 50),
  -- Google; gemini-2.5-flash-lite outlives the other two
  ('*', 'gemini-2.5-flash*', 0.3, 0.03, 2.5),
  ('*', 'gemini-2.5-flash-lite*', 0.1, 0.01, 0.4),
  ('*', 'gemini-2.5-pro*', 1.25, 0.125, 10),
  ('*', 'gemini-3-flash*', 0.5, 0.05, 3),
  ('*', 'gemini-3.1-flash-lite*', 0.25, 0.025, 1.5),
  ('*', 'gemini-3.1-pro*', 2, 0.2, 12),
  ('*', 'gemini-3.5-flash*', 0.75, 0.075, 3.75),  -- Gemini 3.6 Flash answers for it
  ('*', 'gemini-3.5-flash-lite*', 0.3, 0.03, 2.5),
  ('*', 'gemini-3.6-flash*', 0.75, 0.075, 3.75),
  ('*', 'gemini-3.7-flash*', 0.75, 0.075, 3.75),
  ('*', 'gemini-3.8-flash*', 0.75, 0.075, 3.75),
  ('*', 'gemini-4-hydrogen*', 1.5, 0.075, 7.5),
  ('*', 'gemini-4-neon*', 3, 0.15, 15),
  ('*', 'gemini-4-argon*', 2, 0.1, 10),
  ('*', 'gemini-4-carbon*', 2, 0.1, 10),
  -- Embeddings
  ('*', 'text-embedding-3-small*', 0.02, 0.02, 0.02),
  ('*', 'text-embedding-3-large*', 0.13, 0.13, 0.13),
  ('*', 'text-embedding-ada-002*', 0.1, 0.1, 0.1),
  ('*', 'gemini-embedding-001*', 0.15, 0.15, 0.15),
  ('*', 'gemini-embedding-2*', 0.2, 0.2, 0.2)
) as known (provider, model, input, cached, output);

-- Announced: some are at a price of introduction until then, and newer models take over the work of older ones.
insert into accounting.price (provider, model, valid_from, input, cached, output)
select '*', model, valid_from::timestamptz, input, cached, output from (values
  ('gemini-2.5-pro*', '2026-12-01 00:00:00+00', 0.75, 0.075, 3.75),
  ('gemini-4-argon*', '2026-12-01 00:00:00+00', 4, 0.2, 20),
  ('gemini-4-carbon*', '2026-12-01 00:00:00+00', 4, 0.2, 20),
  ('gemini-2.5-pro*', '2027-01-01 00:00:00+00', 1.5, 0.15, 7.5),
  ('gemini-3.5-flash*', '2027-01-01 00:00:00+00', 1.5, 0.15, 7.5),
  ('gemini-3.6-flash*', '2027-01-01 00:00:00+00', 1.5, 0.15, 7.5),
  ('gemini-3.7-flash*', '2027-01-01 00:00:00+00', 1.5, 0.15, 7.5),
  ('gemini-3.8-flash*', '2027-01-01 00:00:00+00', 1.5, 0.15, 7.5)
) as announced (model, valid_from, input, cached, output);
