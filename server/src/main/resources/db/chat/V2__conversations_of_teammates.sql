-- A teammate's conversation with somebody else's bot belongs to the owner's tenant; the teammate has to find it too.
alter policy tenant on chat.conversation
  using (nullif(current_setting('chatforge.tenant', true), '')::uuid in (tenant_id, user_id));
alter policy tenant on chat.message
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid
         or exists (select from chat.conversation c where c.id = conversation_id));
