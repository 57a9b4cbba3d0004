-- Secrets are sealed with the service's keyset; what older versions encrypted is sealed anew at the next start.
alter table auth.totp rename column secret to older;
alter table auth.totp alter column older drop not null;
alter table auth.totp add column sealed_secret bytea;
create index totp_older on auth.totp (account_id) where older is not null;
