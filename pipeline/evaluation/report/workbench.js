/* The workbench of one article: its text with the errors' quotes marked, its gold lines, and the editor. */
"use strict";

class Workbench {
  constructor(section, ledger, data) {
    this.id = section.dataset.article;
    this.ledger = ledger;
    this.data = data;
    this.section = section;
    this.details = section.querySelector("details.workbench");
    this.chosen = null;
    this.details.addEventListener("toggle", () => this.details.open && this.build());
    this.count();
  }

  article() {
    return this.ledger.articles.get(this.id);
  }

  build() {
    if (this.pane) return;
    this.pane = element("pre", { className: "text", tabIndex: 0 });
    this.fill();
    this.list = element("ol", { className: "lines" });
    this.place = element("div", { className: "place" });
    const add = element("button", { type: "button", name: "add" }, ...both(["Thêm nhãn từ đoạn đang chọn", "Add a claim from the selection"]));
    add.addEventListener("mousedown", (event) => event.preventDefault());
    add.addEventListener("click", () => this.add());
    const download = element("button", { type: "button", name: "download" }, ...both([`Tải ${this.id}.jsonl`, "Download"]));
    download.addEventListener("click", () => save(`${this.id}.jsonl`, this.ledger.lines(this.id)));
    const side = element("div", { className: "side" }, element("p", { className: "actions" }, add, " ", download), this.place, this.list);
    this.details.append(element("div", { className: "columns" }, this.pane, side));
    document.addEventListener("selectionchange", () => this.selection());
    this.draw();
  }

  /** Put the text into the pane, the quotes of wrong and missed claims marked. */
  fill() {
    const points = Offsets.points(this.article().text);
    const spans = [...this.section.querySelectorAll("li.error")].map((item) => {
      const source = item.dataset.kind === "missed" ? this.article().gold : this.article().found;
      const { start, end } = source[Number(item.dataset.claim)];
      return { start, end, kind: item.dataset.kind };
    });
    const sound = spans.filter(({ start, end }) => Number.isInteger(start) && Number.isInteger(end) && start < end);
    const cuts = [...new Set([0, points.length, ...sound.flatMap(({ start, end }) => [start, end])])]
      .filter((cut) => cut >= 0 && cut <= points.length).sort((a, b) => a - b);
    for (let at = 0; at + 1 < cuts.length; at++) {
      const words = points.slice(cuts[at], cuts[at + 1]).join("");
      const kinds = new Set(sound.filter(({ start, end }) => start <= cuts[at] && cuts[at + 1] <= end).map(({ kind }) => kind));
      this.pane.append(kinds.size ? element("mark", { className: [...kinds].join(" "), "data-start": cuts[at] }, words) : words);
    }
  }

  /** The stretch selected in the text now, else the last one; the browser tells of a selection only some time after it is made. */
  selection() {
    this.chosen = Offsets.selected(this.pane) ?? this.chosen;
    return this.chosen;
  }

  add() {
    const chosen = this.selection();
    if (!chosen) {
      this.place.replaceChildren(element("p", { className: "hint" }, "Hãy chọn một đoạn trong bài trước. · Select words in the article first."));
      return;
    }
    this.open({ article: this.id, type: "observation", bound: "exact", ...chosen }, (record) => this.ledger.add(this.id, record));
  }

  edit(entry) {
    this.details.open = true;
    this.build();
    this.open(entry.record, (record) => this.ledger.edit(this.id, entry, record));
  }

  open(record, keep) {
    const close = () => this.place.replaceChildren();
    const editor = new Editor(this.data, record, {
      save: (finished) => { close(); keep(finished); },
      cancel: close,
      selection: () => this.selection(),
    });
    this.place.replaceChildren(editor.form);
    editor.form.scrollIntoView({ block: "nearest" });
    editor.form.elements[editor.fields()[0]].focus({ preventScroll: true });
  }

  /** Show the quote that starts at the code point `start` in the text. */
  show(start) {
    this.details.open = true;
    this.build();
    this.pane.querySelector(`mark[data-start="${start}"]`)?.scrollIntoView({ block: "center" });
  }

  count() {
    const left = this.ledger.of(this.id).filter((entry) => !entry.deleted).length;
    const changes = this.ledger.changesOf(this.id);
    this.details.querySelector(".count").textContent = changes ? `${left} (${changes} thay đổi · changed)` : String(left);
  }

  /** Draw the gold lines anew. */
  draw() {
    this.count();
    this.list?.replaceChildren(...this.ledger.of(this.id).map((entry) => this.line(entry)));
  }

  line(entry) {
    const { article, type, start, end, quote, ...stated } = entry.record;
    const state = entry.deleted ? "deleted" : entry.from !== "gold" ? "added" : entry.edited ? "edited" : "";
    const label = this.data.labels.types[type] ?? [type, type];
    const edit = element("button", { type: "button", name: "edit", disabled: entry.deleted }, ...both(["Sửa", "Edit"]));
    edit.addEventListener("click", () => this.edit(entry));
    const remove = element("button", { type: "button", name: "remove" }, ...both(entry.deleted ? ["Khôi phục", "Restore"] : ["Xóa", "Delete"]));
    remove.addEventListener("click", () => this.ledger.toggle(this.id, entry));
    return element(
      "li", { className: `line ${state}` },
      element("p", {}, element("strong", {}, ...both(label)), " ", Object.values(stated).join(" · ")),
      element("q", {}, String(quote ?? "")),
      element("span", { className: "actions" }, edit, " ", remove),
    );
  }
}
