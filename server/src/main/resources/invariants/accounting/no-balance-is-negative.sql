select ledger_id from accounting.balance where allowance < 0 or lasting < 0 or reserved < 0
union all
select ledger_id from accounting.ledger where available < 0
