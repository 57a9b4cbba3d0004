select b.tenant_id, b.reserved, p.credits
from accounting.balance b
left join lateral (
  select coalesce(sum(r.credits), 0) as credits from accounting.reservation r
  where r.tenant_id = b.tenant_id and r.state = 'pending'
) p on true
where b.reserved <> p.credits
