-- Of an account that is gone, nothing is left; and no entry is missing.
select ledger_id, b.allowance, l.allowance, b.lasting, l.lasting, b.reserved, l.reserved, b.entries, l.entries
from accounting.balance b
full join (
  select ledger_id, sum(allowance) as allowance, sum(lasting) as lasting, sum(reserved) as reserved,
    count(*) as entries, max(number) as highest
  from accounting.ledger group by ledger_id
) l using (ledger_id)
where coalesce(b.allowance, 0) <> coalesce(l.allowance, 0)
  or coalesce(b.lasting, 0) <> coalesce(l.lasting, 0)
  or coalesce(b.reserved, 0) <> coalesce(l.reserved, 0)
  or l.entries <> l.highest
  or (b.ledger_id is not null and b.entries <> coalesce(l.entries, 0))
