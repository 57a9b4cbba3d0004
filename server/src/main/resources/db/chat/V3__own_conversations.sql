-- A user's conversations with bots of others, for an export and to erase them with the account.
create index conversation_by_user_anywhere on chat.conversation (user_id, id) where user_id is not null;
