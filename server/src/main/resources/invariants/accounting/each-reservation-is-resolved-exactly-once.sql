-- What is pending is held and not resolved; what is resolved has one entry that says the same.
select r.tenant_id, r.id, r.state, r.charged, r.written_off
from accounting.reservation r
left join accounting.balance b on b.tenant_id = r.tenant_id
left join (
  select ledger_id, reference,
    coalesce(sum(reserved) filter (where kind = 'reservation'), 0) as held,
    count(*) filter (where kind <> 'reservation') as resolved,
    sum(consumed) as consumed, sum(reserved) as still_held, sum(written_off) as written_off
  from accounting.ledger where kind in ('reservation', 'settlement', 'expiry')
  group by ledger_id, reference
) l on l.ledger_id = b.ledger_id and l.reference = r.id
where coalesce(l.held, 0) <> r.credits
  or (r.state = 'pending' and (coalesce(l.resolved, 0) <> 0 or coalesce(l.still_held, 0) <> r.credits))
  or (r.state <> 'pending' and (
    coalesce(l.still_held, 0) <> 0
    or coalesce(l.consumed, 0) <> r.charged + r.written_off
    or coalesce(l.written_off, 0) <> -r.written_off
    or (coalesce(l.resolved, 0) = 0 and (r.credits > 0 or r.charged > 0))
    or coalesce(l.resolved, 0) > 1))
