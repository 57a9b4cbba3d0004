-- How often an answer was kept from repeating a learn-only source; never what.
alter table chat.message add column withheld integer not null default 0;
