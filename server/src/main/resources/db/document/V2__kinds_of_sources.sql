alter table document.source drop constraint source_type_check;
alter table document.source add constraint source_type_check check (type in ('file', 'text', 'url', 'video', 'qa'));
-- False: answers may build on it, but never quote, cite or name it.
alter table document.source add citable boolean not null default true;
-- Where it was fetched from.
alter table document.source add url text;
-- Where a segment of a recording begins.
alter table document.segment add second int;
