-- The sources that an answer was made from, cited or not: it is told to no model any more when one of them may not be
-- cited any longer. Null for answers from before: their citations stand for them.
alter table chat.message add column sources uuid[];
-- The same of a summary. One from before is made anew.
alter table chat.conversation_summary add column sources uuid[];
