-- Where a passage of a recording begins.
alter table vector.passage add second int;
