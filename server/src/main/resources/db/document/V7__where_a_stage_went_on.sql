-- How much was done when a stage began or went on, so that what is left is estimated from the work and not from the waiting.
alter table document.source add column stage_from integer not null default 0;
