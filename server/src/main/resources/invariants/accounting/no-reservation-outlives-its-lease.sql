select tenant_id, id, expires_at from accounting.reservation
where state = 'pending' and expires_at < :now::timestamptz - interval '60 seconds'
