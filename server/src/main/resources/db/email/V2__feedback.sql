-- Why there is nothing more to be sent to an address. After a complaint its owner still gets what they ask for.
alter table email.suppression
  add column cause text not null default 'bounce' check (cause in ('bounce', 'complaint', 'provider'));

-- Under which id the provider knows the e-mail, and what it told about it later.
alter table email.outbox
  add column provider_id text,
  add column feedback    text;
create index outbox_provider on email.outbox (provider_id) where provider_id is not null;

-- Messages of providers that were heeded: they come more than once.
create table email.feedback (
  provider    text        not null,
  id          text        not null,
  received_at timestamptz not null,
  primary key (provider, id)
);
create index feedback_received on email.feedback (received_at);
