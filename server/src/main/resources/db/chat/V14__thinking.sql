-- What vendors ask for since their models think before they answer, and how they count. By their pages of November 2026.
alter table chat.model
  add column thinks boolean not null default false,  -- without being asked to; thoughts count as output
  add column tool_use text not null default 'free'
    check (tool_use in ('free', 'not_forced', 'without_thinking')),
  add column token_percent integer check (token_percent between 100 and 1000);

update chat.model set thinks = true
where (provider = 'openai' and (model ~ '^gpt-(5\.[56]|6)' or model ~ '^(gpt-5|o3)(-mini|-nano)?$'))
   or (provider = 'anthropic' and model ~ '^claude-(fable|opus|sonnet|haiku)-5')
   or (provider = 'gemini' and model <> 'gemini-2.5-flash-lite');

-- OpenAI's chat completions, which are asked here, call tools from GPT-5.5 on only with `reasoning_effort: none`. Those
-- that do not know that effort (Astra, and Sol from 6.1 on) call none there at all.
update chat.model set tools = true, tool_use = 'without_thinking'
where provider = 'openai'
  and (model ~ '^gpt-5\.[56]' or model in ('gpt-6-sol', 'gpt-6-luna', 'gpt-6.1-terra'));

update chat.model set tool_use = 'not_forced'
where provider = 'anthropic'
  and model in ('claude-fable-5-1', 'claude-fable-5-2', 'claude-opus-5-5', 'claude-sonnet-5-5');

-- From Claude 4.7 on the same text is up to 1.35 times as many tokens as for Claude before.
update chat.model set token_percent = case
  when provider = 'openai' then 100
  when provider = 'gemini' then 125
  when model ~ '^claude-(opus|sonnet|haiku)-4-[1-6](-|$)' or model ~ '^claude-3' then 125
  else 170
end;
alter table chat.model alter column token_percent set not null;
