-- Embeddings by a model that has no price cost what most of them cost, and not what answers do. The known ones and those that
-- administrators named stay as they are: a provider's own prices count before those of every one. Where administrators have
-- said what embeddings cost, that holds.
insert into accounting.price (provider, model, valid_from, input, cached, output)
select 'embeddings', p.model, p.valid_from, p.input, p.cached, p.output
from accounting.price p
where p.provider = '*' and p.model <> '*'
  and (
    p.model in (
      'text-embedding-3-small*', 'text-embedding-3-large*', 'text-embedding-ada-002*', 'gemini-embedding-001*',
      'gemini-embedding-2*')
    or not exists (
      select from accounting.price ours
      where ours.provider = '*' and ours.model = p.model and ours.valid_from = '2025-01-01 00:00:00+00'))
  and not exists (
    select from accounting.price said
    where said.provider = 'embeddings'
      and (said.model = p.model
        or (right(said.model, 1) = '*' and starts_with(p.model, left(said.model, -1)))));

insert into accounting.price (provider, model, valid_from, input, cached, output)
values ('embeddings', '*', '2025-01-01 00:00:00+00', 0.1, 0.1, 0.1)
on conflict do nothing;
