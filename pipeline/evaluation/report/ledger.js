/* The ledger: the gold lines of each article as they stand now, kept in the browser where it allows. */
"use strict";

class Ledger {
  /** `data` is the page's data; `changed` is called with an article's id whenever its lines change. */
  constructor(data, changed) {
    this.data = data;
    this.changed = changed;
    this.articles = new Map(data.articles.map((article) => [article.id, article]));
    this.entries = new Map();
    this.restore();
  }

  /** The entries of an article: { from: "gold" | "found" | "new", number, record, deleted, edited }. */
  of(id) {
    if (!this.entries.has(id)) this.entries.set(id, this.original(id));
    return this.entries.get(id);
  }

  original(id) {
    return this.articles.get(id).gold.map((record, number) => ({ from: "gold", number, record, deleted: false, edited: false }));
  }

  entry(id, from, number) {
    return this.of(id).find((entry) => entry.from === from && entry.number === number);
  }

  /** Take a found claim into gold. */
  accept(id, number) {
    const record = structuredClone(this.articles.get(id).found[number]);
    this.of(id).push({ from: "found", number, record, deleted: false, edited: false });
    this.keep(id);
  }

  /** Take an entry out, or put it back; what was added here goes for good. */
  toggle(id, entry) {
    if (entry.from === "gold") entry.deleted = !entry.deleted;
    else this.of(id).splice(this.of(id).indexOf(entry), 1);
    this.keep(id);
  }

  edit(id, entry, record) {
    entry.record = record;
    entry.edited = true;
    this.keep(id);
  }

  add(id, record) {
    const number = 1 + Math.max(-1, ...this.of(id).filter((entry) => entry.from === "new").map((entry) => entry.number));
    this.of(id).push({ from: "new", number, record, deleted: false, edited: false });
    this.keep(id);
  }

  /** How many entries of an article differ from the gold that came in. */
  changesOf(id) {
    return this.of(id).filter((entry) => entry.deleted || entry.edited || entry.from !== "gold").length;
  }

  changes() {
    return [...this.articles.keys()].reduce((sum, id) => sum + this.changesOf(id), 0);
  }

  discard() {
    this.entries.clear();
    this.store();
    for (const id of this.articles.keys()) this.changed(id);
  }

  /** The gold of an article as JSON Lines. */
  lines(id) {
    return this.of(id).filter((entry) => !entry.deleted).map((entry) => JSON.stringify(entry.record) + "\n").join("");
  }

  keep(id) {
    this.store();
    this.changed(id);
  }

  store() {
    const kept = [...this.articles.keys()].filter((id) => this.changesOf(id) > 0).map((id) => [id, this.of(id)]);
    try {
      localStorage.setItem(this.data.key, JSON.stringify(kept));
    } catch {
      // A browser that keeps nothing for files: the changes last as long as the page.
    }
  }

  restore() {
    try {
      for (const [id, entries] of JSON.parse(localStorage.getItem(this.data.key) ?? "[]")) {
        if (this.articles.has(id)) this.entries.set(id, entries);
      }
    } catch {
      this.entries.clear();
    }
  }
}
