-- The language of e-mails to the account.
alter table auth.account add column language text not null default 'en';
