-- As in accounting: checks of a type are kept ready, those of a table are read anew for each statement.
create domain chat.message_role as text;
create domain chat.message_status as text;

alter table chat.message
  drop constraint message_role_check,
  drop constraint message_status_check,
  alter column role type chat.message_role,
  alter column status type chat.message_status;

alter domain chat.message_role add constraint known check (value in ('user', 'assistant'));
alter domain chat.message_status add constraint known check (value in
  ('streaming', 'complete', 'stopped', 'interrupted', 'failed'));

analyze chat.message;
