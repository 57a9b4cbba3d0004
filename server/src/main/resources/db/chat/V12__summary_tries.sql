-- Where the prompt began when a model was asked for a summary and gave none: each such try is paid.
alter table chat.conversation add column summary_tried uuid;
