-- The base model is one whose tokens cost US$ 1 per million: so a price here is what the vendor's page says in dollars
-- per million tokens. As published by November 2025; administrators see and change them under /api/admin/prices.
insert into accounting.price (provider, model, valid_from, input, cached, output)
select provider, model, '2025-01-01 00:00:00+00', input, cached, output from (values
  ('*', '*', 1, 1, 1),
  ('built-in', '*', 0, 0, 0),
  -- OpenAI
  ('*', 'gpt-3.5-turbo*', 0.5, 0.5, 1.5),
  ('*', 'gpt-4-turbo*', 10, 10, 30),
  ('*', 'gpt-4o*', 2.5, 1.25, 10),
  ('*', 'gpt-4o-mini*', 0.15, 0.075, 0.6),
  ('*', 'gpt-4.1*', 2, 0.5, 8),
  ('*', 'gpt-4.1-mini*', 0.4, 0.1, 1.6),
  ('*', 'gpt-4.1-nano*', 0.1, 0.025, 0.4),
  ('*', 'gpt-5*', 1.25, 0.125, 10),
  ('*', 'gpt-5-mini*', 0.25, 0.025, 2),
  ('*', 'gpt-5-nano*', 0.05, 0.005, 0.4),
  ('*', 'o3*', 2, 0.5, 8),
  ('*', 'o3-mini*', 1.1, 0.55, 4.4),
  ('*', 'o4-mini*', 1.1, 0.275, 4.4),
  -- Anthropic
  ('*', 'claude-3-haiku*', 0.25, 0.03, 1.25),
  ('*', 'claude-3-5-haiku*', 0.8, 0.08, 4),
  ('*', 'claude-haiku-4-5*', 1, 0.1, 5),
  ('*', 'claude-3-5-sonnet*', 3, 0.3, 15),
  ('*', 'claude-3-7-sonnet*', 3, 0.3, 15),
  ('*', 'claude-sonnet-4*', 3, 0.3, 15),
  ('*', 'claude-opus-4*', 15, 1.5, 75),
  ('*', 'claude-opus-4-5*', 5, 0.5, 25),
  -- Google
  ('*', 'gemini-2.0-flash*', 0.1, 0.025, 0.4),
  ('*', 'gemini-2.0-flash-lite*', 0.075, 0.075, 0.3),
  ('*', 'gemini-2.5-flash*', 0.3, 0.03, 2.5),
  ('*', 'gemini-2.5-flash-lite*', 0.1, 0.01, 0.4),
  ('*', 'gemini-2.5-pro*', 1.25, 0.125, 10),
  -- Their embeddings
  ('*', 'text-embedding-3-small*', 0.02, 0.02, 0.02),
  ('*', 'text-embedding-3-large*', 0.13, 0.13, 0.13)
) as known (provider, model, input, cached, output);
