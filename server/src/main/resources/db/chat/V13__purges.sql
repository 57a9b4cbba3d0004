-- A bot without answers can be forgotten when no answer is under way that was begun before its last purge.
alter table chat.cached_bot add column purged_at timestamptz;
