-- Whether an answer is given again to the same question.
alter table bot.bot add column cache_answers boolean not null default true;
