-- The items that have a name with the words :match, each with the score of its best name, the lower the better: the exact
-- name, one that begins with the words searched (whole, then in part), one that has them in this order, one that has them
-- all; among these labels before other names, names that agree in diacritics, shorter names.
SELECT name.item, min(
  CASE
    WHEN name.key = :key THEN 0
    WHEN substr(name.key, 1, length(:key) + 1) = :key || ' ' THEN 1
    WHEN substr(name.key, 1, length(:key)) = :key THEN 2
    WHEN instr(' ' || name.key, ' ' || :key) THEN 3
    ELSE 4
  END * 100000000
  + (instr(name.accented, :accented) = 0) * 10000000
  + name.is_other * 1000000
  + min(length(name.key), 9999)
) FROM name_words JOIN name ON name.id = name_words.rowid
WHERE name_words MATCH :match
GROUP BY name.item
