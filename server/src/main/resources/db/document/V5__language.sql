-- What the text is written in, as a language tag; null when nothing speaks for one, and before it was read by this
-- version. The column language is another thing: what is preferred of a video's transcript.
alter table document.source add text_language text;
