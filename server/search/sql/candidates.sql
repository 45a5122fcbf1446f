-- Names that have some of the words :match, or are the same but for blanks, with the item of each: those that have the rarest
-- words first. For matching a table's values, where one of the words may be misspelt.
SELECT name.item, entity.kind, name.key, name.accented FROM name JOIN entity ON entity.item = name.item
WHERE name.squeezed = :squeezed AND instr(:kinds, ' ' || entity.kind || ' ')
UNION
SELECT * FROM (
  SELECT name.item, entity.kind, name.key, name.accented
  FROM name_words JOIN name ON name.id = name_words.rowid JOIN entity ON entity.item = name.item
  WHERE name_words MATCH :match AND instr(:kinds, ' ' || entity.kind || ' ')
  ORDER BY name_words.rank LIMIT :limit
)
