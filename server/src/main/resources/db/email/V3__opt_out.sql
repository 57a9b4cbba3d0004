-- Who wants no e-mails of a category. The address is a hash: it is only ever looked for, and outlives the account.
create table email.opt_out (
  address  bytea       not null,
  category text        not null,
  since    timestamptz not null,
  primary key (address, category)
);
