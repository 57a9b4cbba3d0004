-- Embeddings by a model that has no price cost what most of them cost, and not what answers do. The known ones and those that
-- administrators named stay as they are: a provider's own prices count before those of every one. Where administrators have
-- said what embeddings cost, that holds.
insert into accounting.price (provider, model, valid_from, input, cached, output)
select 'embeddings', p.model, p.valid_from, p.input, p.cached, p.output
from accounting.price p
where p.provider = '*' and p.model <> '*'
  and (
    p.model in (
      'text-embedding-3-small*', 'text-embedding-3-large*', 'text-embedding-ada-002*', 'gemini-embedding-001*',
      'gemini-embedding-2*')
    or not exists (
      select from accounting.price ours
      where ours.provider = '*' and ours.model = p.model and ours.valid_from = '2025-01-01 00:00:00+00'))
  and not exists (
    select from accounting.price said
    where said.provider = 'embeddings'
      and (said.model = p.model
        or (right(said.model, 1) = '*' and starts_with(p.model, left(said.model, -1)))));

insert into accounting.price (provider, model, valid_from, input, cached, output)
values ('embeddings', '*', '2025-01-01 00:00:00+00', 0.1, 0.1, 0.1)
on conflict do nothing;

-- Nothing is held where there is too little: held is null then, and the account "has" less than it "needs", beside what of
-- that held for others may come back ("elsewhere"): of an earlier month's allowance nothing does. Held is for the most tokens
-- that the prompt may be counted as; what expires is paid by what it was counted as here.
create or replace function accounting.reserve(
  _account uuid, _id uuid, _user uuid, _bot uuid, _provider text, _model text,
  _input numeric, _cached numeric, _output numeric,
  _prompt bigint, _most_prompt bigint, _most bigint, _least bigint, _origin text, _lease int, _plan_limit bigint, _now timestamptz)
returns table (
  fresh boolean, held bigint, allowed bigint, ends timestamptz, needs bigint, has bigint,
  elsewhere bigint, was_told smallint, now_told smallint, allotment bigint)
language plpgsql as $$
declare
  b accounting.balance;
  cost bigint := 0;
  part bigint := 0;
  issue bigint := 0;
begin
  fresh := false;
  was_told := 0;
  now_told := 0;
  allotment := 0;
  needs := 0;
  has := 0;
  elsewhere := 0;
  allowed := _most;
  ends := _now + make_interval(secs => _lease);
  if _input > 0 or _cached > 0 or _output > 0 then
    b := accounting.open(_account, _now);
    -- Another call under this id may have been before this one, which waited.
    select x.credits, x.max_output_tokens, x.expires_at into held, allowed, ends
      from accounting.reservation x where x.tenant_id = _account and x.id = _id;
    if found then
      return next;
      return;
    end if;
    allowed := _most;
    ends := _now + make_interval(secs => _lease);
    if b.unlimited or _plan_limit is null or _plan_limit <> b.allotted then
      b := accounting.allot(b, _plan_limit, _now);
    end if;
    was_told := b.told_percent;
    now_told := b.told_percent;
    allotment := b.allotted;
    has := b.allowance + b.lasting;
    cost := ceil(_most_prompt * _input + _most * _output);
    if b.unlimited then
      issue := greatest(0, cost - b.allowance);
      b.allotted := b.allotted + issue;
      part := cost;
    else
      if cost > has then
        allowed := case when _output = 0 then -1 else floor((has - _most_prompt * _input) / _output) end;
        if allowed < least(_least, _most) then
          needs := ceil(_most_prompt * _input + least(_least, _most) * _output);
          select coalesce(sum(x.credits - case when x.period < b.period then x.from_allowance else 0 end), 0)
            into elsewhere
            from accounting.reservation x where x.tenant_id = _account and x.state = 'pending';
          -- What is held may come back, and what is more than a whole allowance says nothing about its use.
          if b.allotted > 0 and needs > has + elsewhere and needs <= has + elsewhere + b.spent then
            now_told := 100;
          end if;
          perform accounting.store(b);
          fresh := true;
          allowed := 0;
          ends := null;
          return next;
          return;
        end if;
        cost := ceil(_most_prompt * _input + allowed * _output);
      end if;
      part := least(cost, b.allowance);
    end if;
    if cost > 0 then
      b := accounting.append(b, 'reservation', _id, _now,
        allowance => issue - part, lasting => part - cost, reserved => cost, issued => -issue);
    end if;
    perform accounting.store(b);
  end if;
  insert into accounting.reservation (
    tenant_id, id, user_id, bot_id, provider, model, origin, input_price, cached_price, output_price, prompt_tokens,
    max_output_tokens, credits, from_allowance, period, lease_seconds, expires_at, created_at, state)
  values (
    _account, _id, _user, _bot, _provider, _model, _origin, _input, _cached, _output, _prompt,
    allowed, cost, part, coalesce(b.period, date_trunc('month', _now at time zone 'UTC')::date), _lease,
    ends, _now, 'pending')
  on conflict (tenant_id, id) do nothing;
  fresh := found;
  held := cost;
  if not fresh then
    -- What costs nothing locks no balance, so the same call may be made twice at once.
    select x.credits, x.max_output_tokens, x.expires_at into held, allowed, ends
      from accounting.reservation x where x.tenant_id = _account and x.id = _id;
  end if;
  return next;
end $$;
