-- A number or an e-mail typed in full (PL-120): without it every thing with that word was read, 65,000 for a common one.
create index search_word_exact on app.search_word (practice_id, kind, word) where exact;
