-- The id of what the request makes: the same when it is done again because its answer was lost with its process.
alter table platform.idempotency_key add column effect uuid;
