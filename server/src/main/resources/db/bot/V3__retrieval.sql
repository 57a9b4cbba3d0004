-- How passages are looked for; null: as the operator set it.
alter table bot.bot
  add column retrieval_meaning    double precision check (retrieval_meaning between 0 and 1),
  add column retrieval_diversity  double precision check (retrieval_diversity between 0 and 1),
  add column retrieval_min_score  double precision check (retrieval_min_score between 0 and 1),
  add column retrieval_rerank     boolean,
  add column retrieval_neighbours boolean,
  add column retrieval_passages   int check (retrieval_passages between 1 and 30),
  add column retrieval_rewriting  boolean;
