-- An answer that was asked for again stays, behind the one that stands in its place.
alter table chat.message add column replaced_by uuid;
create index message_by_replacement on chat.message (replaced_by) where replaced_by is not null;
