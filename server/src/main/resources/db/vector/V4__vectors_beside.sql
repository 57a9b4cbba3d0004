-- Vectors of another model than the passage's own: while the search index of a new model is made, and of the old one
-- for passages that come meanwhile.
create table vector.passage_vector (
  passage_id uuid  references vector.passage on delete cascade,
  model      text  not null,
  tenant_id  uuid  not null,
  embedding  bytea not null, -- float32, little endian
  primary key (passage_id, model)
);
create index passage_vector_by_tenant on vector.passage_vector (tenant_id);
alter table vector.passage_vector enable row level security;
alter table vector.passage_vector force row level security;
create policy tenant on vector.passage_vector
  using (tenant_id = nullif(current_setting('chatforge.tenant', true), '')::uuid);

-- By which model passages are found, for all tenants; no row before the first start.
create table vector.search_index (
  one     boolean primary key default true check (one),
  model   text    not null,
  folding boolean not null -- whether vectors of this model are still to be taken over into vector.passage
);
