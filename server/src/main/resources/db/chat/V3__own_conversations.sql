-- A user sees the own conversations with bots of others too: for an export, and to erase them with the account.
create policy own on chat.conversation
  using (user_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);
create index conversation_by_user_anywhere on chat.conversation (user_id, id) where user_id is not null;
