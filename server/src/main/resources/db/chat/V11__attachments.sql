-- Texts of files that wait for the question they are to go along with: in the account of who sent them, as nobody
-- knows yet which bot is asked. A job forgets those that are never used.
create table chat.upload (
  id         uuid primary key,
  tenant_id  uuid        not null,
  user_id    uuid,  -- whose it is: a user's,
  visitor    text,  -- or an API key's
  file_name  text        not null,
  media_type text        not null,
  size       bigint      not null,
  tokens     integer     not null,
  whole      boolean     not null,
  content    text        not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index upload_by_user on chat.upload (tenant_id, user_id, id);
alter table chat.upload enable row level security;
alter table chat.upload force row level security;
create policy tenant on chat.upload
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);

-- Texts of files that went along with a question. The id is the upload's: none is used twice.
create table chat.attachment (
  id         uuid primary key,
  tenant_id  uuid    not null,
  message_id uuid    not null references chat.message on delete cascade,
  ordinal    integer not null,
  whole      boolean not null,
  content    text    not null
);
create index attachment_by_message on chat.attachment (message_id);
create index attachment_by_tenant on chat.attachment (tenant_id);
alter table chat.attachment enable row level security;
alter table chat.attachment force row level security;
create policy tenant on chat.attachment
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);

-- What the reader is told of them: JSON, in order.
alter table chat.message add column attachments text not null default '[]';
