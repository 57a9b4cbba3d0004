-- Reserving and settling happen twice for each answer, so they do as little as they can: prices come from the caller, who
-- keeps the list, and what is told of the use of a plan is remembered apart, by who publishes it.

drop function accounting.reserve(
  uuid, uuid, uuid, uuid, text, text, boolean, bigint, bigint, bigint, text, int, bigint, timestamptz);
drop function accounting.price_of(text, text, timestamptz);

create or replace function accounting.store(b accounting.balance) returns void language plpgsql as $$
begin
  update accounting.balance x set
    entries = b.entries, allowance = b.allowance, lasting = b.lasting, reserved = b.reserved, period = b.period,
    unlimited = b.unlimited, allotted = b.allotted, spent = b.spent, told_percent = b.told_percent
  where x.tenant_id = b.tenant_id;
end $$;

-- Nothing is held where there is too little: held is null then, and the account "has" less than it "needs". Held is for the
-- most tokens that the prompt may be counted as; what expires is paid by what it was counted as here.
create function accounting.reserve(
  _account uuid, _id uuid, _user uuid, _bot uuid, _provider text, _model text,
  _input numeric, _cached numeric, _output numeric,
  _prompt bigint, _most_prompt bigint, _most bigint, _least bigint, _origin text, _lease int, _plan_limit bigint, _now timestamptz)
returns table (
  fresh boolean, held bigint, allowed bigint, ends timestamptz, needs bigint, has bigint,
  was_told smallint, now_told smallint, allotment bigint)
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
          if b.allotted > 0 then
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

-- Charges and gives back. Ended as "lease", it is settled from what was delivered, but only when the lease is over; as
-- "closing", in any case. Nothing comes back where nothing was reserved under the id.
create or replace function accounting.settle(
  _account uuid, _id uuid, _prompt bigint, _cached bigint, _completion bigint, _reported boolean, _ended text,
  _now timestamptz)
returns table (fresh boolean, was_told smallint, now_told smallint, allotment bigint, r accounting.reservation)
language plpgsql as $$
declare
  b accounting.balance;
  expires boolean := _ended in ('lease', 'closing');
  cost bigint;
  paid bigint;       -- by what was held
  paid_plan bigint;  -- of that, by allowance
  back_plan bigint;
  back_rest bigint;
  lapsed bigint := 0;
  over bigint;       -- what was held did not suffice for
  over_plan bigint := 0;
  over_rest bigint := 0;
  issue bigint := 0;
  off bigint := 0;
begin
  fresh := false;
  was_told := 0;
  now_told := 0;
  allotment := 0;
  select * into r from accounting.reservation x where x.tenant_id = _account and x.id = _id;
  if not found then
    return;
  end if;
  -- The balance is always locked before a reservation.
  if r.state = 'pending' and (r.input_price > 0 or r.cached_price > 0 or r.output_price > 0) then
    b := accounting.open(_account, _now);
  end if;
  select * into r from accounting.reservation x where x.tenant_id = _account and x.id = _id for update;
  if not found then
    return;
  end if;
  if r.state <> 'pending' or (_ended = 'lease' and r.expires_at > _now) then
    return next;
    return;
  end if;
  fresh := true;
  -- Of nothing delivered, nothing is charged.
  r.used_completion := case when expires then r.delivered else _completion end;
  r.used_prompt := case when not expires then _prompt when r.delivered > 0 then r.prompt_tokens else 0 end;
  r.used_cached := case when expires then 0 else least(_cached, _prompt) end;
  r.reported := not expires and _reported;
  cost := ceil((r.used_prompt - r.used_cached) * r.input_price + r.used_cached * r.cached_price
    + r.used_completion * r.output_price);
  if cost > 0 or r.credits > 0 then
    paid := least(cost, r.credits);
    paid_plan := least(paid, r.from_allowance);
    back_plan := r.from_allowance - paid_plan;
    back_rest := (r.credits - r.from_allowance) - (paid - paid_plan);
    over := cost - paid;
    if r.period < b.period then
      lapsed := back_plan;
      back_plan := 0;
    else
      b.spent := b.spent + paid_plan;
    end if;
    if b.unlimited then
      issue := over;
      b.allotted := b.allotted + issue;
    else
      over_plan := least(over, b.allowance + back_plan);
      over_rest := least(over - over_plan, b.lasting + back_rest);
      off := over - over_plan - over_rest;
    end if;
    b.spent := b.spent + over_plan + issue;
    b := accounting.append(b, case when expires then 'expiry' else 'settlement' end, _id, _now,
      allowance => back_plan - over_plan, lasting => back_rest - over_rest, reserved => -r.credits,
      issued => -issue, consumed => cost, expired => lapsed, written_off => -off);
    was_told := b.told_percent;
    now_told := greatest(b.told_percent, accounting.percent_of(b));
    allotment := b.allotted;
    perform accounting.store(b);
  end if;
  r.charged := cost - off;
  r.written_off := off;
  r.state := case when expires then 'expired' when cost = 0 and r.used_completion = 0 then 'released' else 'settled' end;
  r.ended_as := _ended;
  r.resolved_at := _now;
  update accounting.reservation x set
    state = r.state, ended_as = r.ended_as, resolved_at = r.resolved_at, used_prompt = r.used_prompt,
    used_cached = r.used_cached, used_completion = r.used_completion, reported = r.reported, charged = r.charged,
    written_off = r.written_off
  where x.tenant_id = _account and x.id = _id;
  return next;
end $$;

-- Remembers how much of the period's allowance is used up: all of it, where a call was refused. Nothing comes back when that
-- was told before.
create function accounting.tell(_account uuid, _refused boolean, _now timestamptz)
returns table (was_told smallint, now_told smallint, allotment bigint) language plpgsql as $$
declare
  b accounting.balance;
begin
  select * into b from accounting.balance x where x.tenant_id = _account for update;
  now_told := case when _refused then 100 else accounting.percent_of(b) end;
  if b.period = date_trunc('month', _now at time zone 'UTC')::date and b.told_percent < now_told then
    was_told := b.told_percent;
    allotment := b.allotted;
    b.told_percent := now_told;
    perform accounting.store(b);
    return next;
  end if;
end $$;
