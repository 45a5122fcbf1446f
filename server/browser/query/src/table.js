// The answer as a table: names for IRIs, pages of rows, sorting and a filter.
import { isColumnOf, isIri, isNumber, orderOf, shown, textOf } from "./cells.js";
import { element } from "./dom.js";
import { namesOf } from "./labels.js";
import { shortened } from "./terms.js";
import { fold, number, say } from "./words.js";

const ROWS = 100;

export class Table {
  priority = 10;
  label = say("Bảng", "Table");

  constructor(yasr) {
    this.yasr = yasr;
  }

  canHandleResults() {
    return (this.yasr.results?.getVariables()?.length ?? 0) > 0;
  }

  getIcon() {
    return undefined;
  }

  download(name) {
    const results = this.yasr.results;
    if (!results?.getBindings()?.length) return undefined;
    return {
      getData: () => results.asCsv() ?? "",
      contentType: "text/csv",
      title: say("Tải kết quả, CSV", "Download the answer, CSV"),
      filename: `${name || "thidua"}.csv`,
    };
  }

  async draw() {
    const results = this.yasr.results;
    this.columns = results.getVariables();
    this.rows = results.getBindings() ?? [];
    this.prefixes = this.yasr.getPrefixes();
    this.names = new Map();
    this.sorted = null;
    this.from = 0;
    this.words = "";
    this.place = element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": this.label });
    this.pager = element("p", { class: "pager" });
    this.yasr.resultsEl.append(this.#filter(), this.place, this.pager);
    this.#fill();
    // The table is there at once, with short IRIs; their names come as they are learnt.
    await this.#learn();
  }

  async #learn() {
    const drawn = this.place;
    const iris = this.rows.flatMap((row) => Object.values(row).filter(isIri).map((term) => term.value));
    if (!iris.length) return;
    this.names = await namesOf(iris);
    if (drawn === this.place && drawn.isConnected) this.#fill();
  }

  #prefixed = (iri) => shortened(iri, this.prefixes);

  #filter() {
    if (this.rows.length < 10) return "";
    const input = element("input", { type: "search", autocomplete: "off" });
    input.addEventListener("input", () => {
      this.words = fold(input.value);
      this.from = 0;
      this.#fill();
    });
    return element("p", { class: "filter" }, element("label", {}, say("Lọc dòng ", "Filter the rows "), input));
  }

  #chosen() {
    const said = (row) => fold(this.columns.map((name) => textOf(row[name], this.names, this.#prefixed)).join(" "));
    const wanted = this.words.split(" ");
    const rows = this.words ? this.rows.filter((row) => wanted.every((word) => said(row).includes(word))) : [...this.rows];
    if (!this.sorted) return rows;
    const { column, down } = this.sorted;
    rows.sort((a, b) => orderOf(a[column], b[column], this.names, this.#prefixed));
    return down ? rows.reverse() : rows;
  }

  #fill() {
    const rows = this.#chosen();
    const page = rows.slice(this.from, this.from + ROWS);
    const head = element("tr", {}, ...this.columns.map((column) => this.#heading(column)));
    const body = page.map((row) =>
      element("tr", {}, ...this.columns.map((column) => {
        const term = row[column];
        return element("td", { class: isNumber(term) && "number" }, shown(term, this.names, this.#prefixed));
      })),
    );
    const table = element("table", { class: "results" }, element("thead", {}, head), element("tbody", {}, ...body));
    this.place.replaceChildren(table);
    this.#turn(rows.length);
  }

  #heading(column) {
    const sorted = this.sorted?.column === column ? this.sorted : null;
    const button = element("button", { type: "button" }, column, sorted ? (sorted.down ? " ↓" : " ↑") : "");
    button.addEventListener("click", () => {
      this.sorted = { column, down: sorted ? !sorted.down : false };
      this.from = 0;
      this.#fill();
      this.place.querySelectorAll("th button")[this.columns.indexOf(column)].focus();
    });
    return element("th", { scope: "col", class: isColumnOf(this.rows, column, isNumber) && "number", "aria-sort": sorted && (sorted.down ? "descending" : "ascending") }, button);
  }

  #turn(total) {
    const last = Math.min(this.from + ROWS, total);
    const told = total ? `${number(this.from + 1)}–${number(last)} / ${number(total)}` : say("không có dòng nào", "no rows");
    const turn = (words, from) => {
      const button = element("button", { type: "button", disabled: from < 0 || from >= total }, words);
      button.addEventListener("click", () => {
        this.from = from;
        this.#fill();
        this.place.focus();
      });
      return button;
    };
    const pages =
      total > ROWS ? [turn(say("Trước", "Previous"), this.from - ROWS), turn(say("Sau", "Next"), this.from + ROWS)] : [];
    this.pager.replaceChildren(element("span", { role: "status" }, told), ...pages);
  }
}
