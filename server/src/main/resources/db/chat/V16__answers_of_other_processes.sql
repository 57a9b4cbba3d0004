-- What other processes want of an answer: that it stops, or that it goes on, as somebody follows it there by what is stored.
alter table chat.running add column stop boolean not null default false, add column followed_at timestamptz;
create index running_wanted on chat.running (process) where stop or followed_at is not null;
