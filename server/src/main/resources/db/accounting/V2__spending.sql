-- Reserving and settling are one call each: they lock the balance, so those of one account come one after another.
-- "now" is the caller's clock.

create function accounting.price_of(_provider text, _model text, _at timestamptz) returns accounting.price
language sql stable as $$
  select * from accounting.price p
  where p.valid_from <= _at and p.provider in (_provider, '*')
    and (p.model = _model or (right(p.model, 1) = '*' and starts_with(_model, left(p.model, -1))))
  order by p.provider = '*', p.model <> _model, length(p.model) desc, p.valid_from desc
  limit 1
$$;

-- The one place where amounts change: in the ledger and on the balance alike.
create function accounting.append(
  b accounting.balance, kind text, reference uuid, at timestamptz,
  allowance bigint default 0, lasting bigint default 0, reserved bigint default 0, issued bigint default 0,
  consumed bigint default 0, expired bigint default 0, written_off bigint default 0)
returns accounting.balance language plpgsql as $$
begin
  b.entries := b.entries + 1;
  b.allowance := b.allowance + allowance;
  b.lasting := b.lasting + lasting;
  b.reserved := b.reserved + reserved;
  insert into accounting.ledger values (
    b.ledger_id, b.entries, kind, reference, at,
    allowance, lasting, reserved, issued, consumed, expired, written_off, b.allowance + b.lasting);
  return b;
end $$;

create function accounting.store(b accounting.balance) returns void language sql as $$
  update accounting.balance x set
    entries = b.entries, allowance = b.allowance, lasting = b.lasting, reserved = b.reserved, period = b.period,
    unlimited = b.unlimited, allotted = b.allotted, spent = b.spent, told_percent = b.told_percent
  where x.tenant_id = b.tenant_id
$$;

-- How much of the period's allowance is used up, in the steps that are told.
create function accounting.percent_of(b accounting.balance) returns smallint language sql immutable as $$
  select case
    when b.unlimited or b.allotted = 0 then 0
    when b.spent >= b.allotted then 100
    when b.spent * 5 >= b.allotted * 4 then 80
    else 0 end::smallint
$$;

-- Locks the balance, makes it when there is none, and lets the allowance of an earlier period lapse.
create function accounting.open(_account uuid, _now timestamptz) returns accounting.balance language plpgsql as $$
declare
  b accounting.balance;
  present date := date_trunc('month', _now at time zone 'UTC')::date;
begin
  select * into b from accounting.balance x where x.tenant_id = _account for update;
  if not found then
    insert into accounting.balance (tenant_id, ledger_id, period) values (_account, gen_random_uuid(), present)
      on conflict (tenant_id) do nothing;
    select * into b from accounting.balance x where x.tenant_id = _account for update;
  end if;
  -- A clock that is behind that of another process does not bring a period back.
  if b.period < present then
    if b.allowance > 0 then
      b := accounting.append(b, 'lapse', null, _now, allowance => -b.allowance, expired => b.allowance);
    end if;
    b.period := present;
    b.allotted := 0;
    b.spent := 0;
    b.told_percent := 0;
    perform accounting.store(b);
  end if;
  return b;
end $$;

-- Brings the period's allowance to what the plan gives. A smaller plan takes what is left above it, never what was spent.
create function accounting.allot(b accounting.balance, _plan_limit bigint, _now timestamptz)
returns accounting.balance language plpgsql as $$
declare
  more bigint := _plan_limit - b.allotted;
begin
  b.unlimited := _plan_limit is null;
  if more > 0 then
    b := accounting.append(b, 'allowance', null, _now, allowance => more, issued => -more);
    b.allotted := b.allotted + more;
    b.told_percent := least(b.told_percent, accounting.percent_of(b));
  elsif more < 0 and b.allowance > 0 then
    more := least(b.allowance, -more);
    b := accounting.append(b, 'lapse', null, _now, allowance => -more, expired => more);
    b.allotted := b.allotted - more;
  end if;
  return b;
end $$;

-- Nothing is held where there is too little: held is null then, and the account "has" less than it "needs".
create function accounting.reserve(
  _account uuid, _id uuid, _user uuid, _bot uuid, _provider text, _model text, _own_key boolean,
  _prompt bigint, _most bigint, _least bigint, _origin text, _lease int, _plan_limit bigint, _now timestamptz)
returns table (
  fresh boolean, held bigint, allowed bigint, ends timestamptz, needs bigint, has bigint,
  was_told smallint, now_told smallint, allotment bigint)
language plpgsql as $$
declare
  r accounting.reservation;
  b accounting.balance;
  p accounting.price;
  cost bigint := 0;
  part bigint := 0;
  issue bigint := 0;
begin
  fresh := false;
  select * into r from accounting.reservation x where x.tenant_id = _account and x.id = _id;
  if found then
    return query select false, r.credits, r.max_output_tokens, r.expires_at, 0::bigint, 0::bigint,
      0::smallint, 0::smallint, 0::bigint;
    return;
  end if;
  if not _own_key then
    p := accounting.price_of(_provider, _model, _now);
  end if;
  p.input := coalesce(p.input, case when _own_key then 0 else 1 end);
  p.cached := coalesce(p.cached, case when _own_key then 0 else 1 end);
  p.output := coalesce(p.output, case when _own_key then 0 else 1 end);
  allowed := _most;
  if p.input > 0 or p.cached > 0 or p.output > 0 then
    b := accounting.open(_account, _now);
    -- Another call under this id may have been before this one, which waited.
    select * into r from accounting.reservation x where x.tenant_id = _account and x.id = _id;
    if found then
      return query select false, r.credits, r.max_output_tokens, r.expires_at, 0::bigint, 0::bigint,
        0::smallint, 0::smallint, 0::bigint;
      return;
    end if;
    b := accounting.allot(b, _plan_limit, _now);
    was_told := b.told_percent;
    has := b.allowance + b.lasting;
    cost := ceil(_prompt * p.input + _most * p.output);
    if b.unlimited then
      issue := greatest(0, cost - b.allowance);
      b.allotted := b.allotted + issue;
      part := cost;
    else
      if cost > has then
        allowed := case when p.output = 0 then -1 else floor((has - _prompt * p.input) / p.output) end;
        if allowed < least(_least, _most) then
          needs := ceil(_prompt * p.input + least(_least, _most) * p.output);
          if b.allotted > 0 then
            b.told_percent := 100;
          end if;
          perform accounting.store(b);
          return query select true, null::bigint, 0::bigint, null::timestamptz, needs, has,
            was_told, b.told_percent, b.allotted;
          return;
        end if;
        cost := ceil(_prompt * p.input + allowed * p.output);
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
    _account, _id, _user, _bot, _provider, _model, _origin, p.input, p.cached, p.output, _prompt,
    allowed, cost, part, coalesce(b.period, date_trunc('month', _now at time zone 'UTC')::date), _lease,
    _now + make_interval(secs => _lease), _now, 'pending')
  on conflict (tenant_id, id) do nothing;
  fresh := found;
  select * into r from accounting.reservation x where x.tenant_id = _account and x.id = _id;
  return query select fresh, r.credits, r.max_output_tokens, r.expires_at, cost, coalesce(has, 0),
    coalesce(b.told_percent, 0::smallint), coalesce(b.told_percent, 0::smallint), coalesce(b.allotted, 0);
end $$;

-- Charges and gives back. Ended as "lease", it is settled from what was delivered, but only when the lease is over; as
-- "closing", in any case. Nothing comes back where nothing was reserved under the id.
create function accounting.settle(
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
    b.told_percent := greatest(b.told_percent, accounting.percent_of(b));
    now_told := b.told_percent;
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

-- The balance as it is now: with the period's allowance.
create function accounting.present(_account uuid, _plan_limit bigint, _now timestamptz)
returns accounting.balance language plpgsql as $$
declare
  b accounting.balance := accounting.open(_account, _now);
begin
  b := accounting.allot(b, _plan_limit, _now);
  perform accounting.store(b);
  return b;
end $$;

-- Once for each id; false when it was done before.
create function accounting.allocate(
  _account uuid, _id uuid, _kind text, _credits bigint, _note text, _made_by uuid, _now timestamptz)
returns boolean language plpgsql as $$
declare
  b accounting.balance := accounting.open(_account, _now);
begin
  insert into accounting.allocation values (_account, _id, _kind, _credits, _note, _made_by, _now)
    on conflict (tenant_id, id) do nothing;
  if not found then
    return false;
  end if;
  b := accounting.append(b, _kind, _id, _now, lasting => _credits, issued => -_credits);
  perform accounting.store(b);
  return true;
end $$;

-- Resolves what is pending and lets everything lapse, so that the account can be deleted.
create function accounting.close(_account uuid, _now timestamptz) returns void language plpgsql as $$
declare
  b accounting.balance;
begin
  perform accounting.settle(_account, x.id, 0, 0, 0, false, 'closing', _now)
    from accounting.reservation x where x.tenant_id = _account and x.state = 'pending';
  if exists (select from accounting.balance x where x.tenant_id = _account) then
    b := accounting.open(_account, _now);
    if b.allowance + b.lasting > 0 then
      b := accounting.append(b, 'closing', null, _now,
        allowance => -b.allowance, lasting => -b.lasting, expired => b.allowance + b.lasting);
      perform accounting.store(b);
    end if;
  end if;
end $$;
