-- The sentences that have the words :match, with a score, the lower the better: the words in this order, then whether they
-- agree in diacritics.
SELECT sentence.item,
  (instr(' ' || sentence.key, ' ' || :key) = 0) * 2 + (instr(sentence.accented, :accented) = 0)
FROM sentence_words JOIN sentence ON sentence.item = sentence_words.rowid
WHERE sentence_words MATCH :match
