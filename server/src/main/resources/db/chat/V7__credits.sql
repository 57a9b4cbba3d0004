-- What the account paid for the answer.
alter table chat.message add column credits bigint;
