select ledger_id, number from accounting.ledger
where allowance + lasting + reserved + issued + consumed + expired + written_off <> 0
