-- The database of a search index. Keys are folded text: words in lower case without diacritics, joined by single spaces.
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;

CREATE TABLE entity (
  item INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, vi TEXT NOT NULL, en TEXT NOT NULL,
  detail_vi TEXT NOT NULL, detail_en TEXT NOT NULL,
  first_year INTEGER, last_year INTEGER -- between which a unit existed
);

-- Every name of an entity. accented: its words with their diacritics; squeezed: the key without blanks; is_other: 0 of a label.
CREATE TABLE name (
  id INTEGER PRIMARY KEY, item INTEGER NOT NULL, key TEXT NOT NULL, accented TEXT NOT NULL, squeezed TEXT NOT NULL,
  is_other INTEGER NOT NULL
);
CREATE INDEX name_of_item ON name (item);
CREATE INDEX name_squeezed ON name (squeezed);

CREATE TABLE sentence (item INTEGER PRIMARY KEY, text TEXT NOT NULL, key TEXT NOT NULL, accented TEXT NOT NULL);

-- The claims that rest on a sentence, and the article of each.
CREATE TABLE claim (item INTEGER NOT NULL, claim TEXT NOT NULL, article TEXT NOT NULL);
CREATE INDEX claim_of_item ON claim (item);

-- The tokenizer takes everything but ASCII punctuation and blanks for a part of a word, as the folding leaves it.
CREATE VIRTUAL TABLE name_words USING fts5(key, content = '', detail = none, tokenize = 'ascii', prefix = '1 2 3');
CREATE VIRTUAL TABLE sentence_words USING fts5(key, content = '', detail = none, tokenize = 'ascii', prefix = '2 3');
