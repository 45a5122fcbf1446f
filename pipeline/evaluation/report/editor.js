/* The editor of one claim: a field for each that its type may have, checked as the form of claims asks for. */
"use strict";

/** An element with attributes, properties and children; strings become text, never markup. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key in made && key !== "list") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

function both(pair) {
  return [element("span", { lang: "vi" }, pair[0]), " ", element("span", { lang: "en", className: "en" }, pair[1])];
}

class Editor {
  /** `save` takes the finished record, `cancel` nothing; `selection` gives the stretch selected in the article. */
  constructor(data, record, { save, cancel, selection }) {
    this.data = data;
    this.record = { ...record };
    this.selection = selection;
    this.form = element("form", { className: "editor", autocomplete: "off" });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const faults = this.faults();
      this.show(faults);
      if (faults.length === 0) save(this.finished());
    });
    this.cancel = cancel;
    this.draw();
  }

  fields() {
    return [...this.data.required[this.record.type], ...this.data.optional[this.record.type]];
  }

  draw() {
    const types = element("select", { name: "type" });
    for (const type of Object.keys(this.data.required)) {
      types.append(element("option", { value: type, selected: type === this.record.type }, this.data.labels.types[type].join(" · ")));
    }
    types.addEventListener("change", () => {
      this.take();
      this.record.type = types.value;
      this.draw();
    });
    this.quote = element("blockquote", { className: "chosen" });
    const choose = element("button", { type: "button", name: "choose" }, ...both(["Dùng đoạn đang chọn", "Use the selection"]));
    choose.addEventListener("mousedown", (event) => event.preventDefault());
    choose.addEventListener("click", () => {
      const chosen = this.selection();
      if (chosen) Object.assign(this.record, chosen);
      this.showQuote();
    });
    const cancel = element("button", { type: "button", className: "quiet" }, ...both(["Thôi", "Cancel"]));
    cancel.addEventListener("click", this.cancel);
    this.problems = element("ul", { className: "problems", role: "alert" });
    this.form.replaceChildren(
      this.labelled("type", types, true),
      ...this.fields().map((field) => this.labelled(field, this.input(field), this.data.required[this.record.type].includes(field))),
      this.quote, choose, this.problems,
      element("p", { className: "actions" }, element("button", { type: "submit", name: "save" }, ...both(["Lưu", "Save"])), " ", cancel),
    );
    this.showQuote();
  }

  labelled(field, input, required) {
    const name = this.data.labels.fields[field] ?? [field, field];
    return element("label", {}, element("span", {}, ...both(name), required ? " *" : ""), input);
  }

  input(field) {
    const codes = this.data.codes[`${this.record.type}.${field}`];
    const value = this.record[field] ?? "";
    if (codes) {
      const select = element("select", { name: field });
      for (const code of ["", ...codes]) select.append(element("option", { value: code, selected: code === value }, code));
      return select;
    }
    const input = element("input", { name: field, type: "text", value: String(value), spellcheck: false });
    if (this.data.suggestions[field] && !(field === "unit" && this.record.type === "leadership")) {
      input.setAttribute("list", `codes-${field}`);
    }
    return input;
  }

  showQuote() {
    const { start, end, quote } = this.record;
    this.quote.replaceChildren(
      quote ? element("mark", {}, quote) : element("em", {}, "Chưa chọn đoạn văn · No text selected yet"),
      quote ? element("small", {}, ` ${start}–${end}`) : "",
    );
  }

  /** Take over what stands in the fields. */
  take() {
    for (const field of this.fields()) {
      const value = this.form.elements[field].value.trim().normalize("NFC");
      if (value === "") delete this.record[field];
      else if (this.data.numbers.includes(field)) this.record[field] = Number.isFinite(Number(value)) ? Number(value) : value;
      else this.record[field] = value;
    }
  }

  faults() {
    this.take();
    const { record, data } = this;
    const named = (field) => (data.labels.fields[field] ?? [field, field]).join(" · ");
    const found = [];
    for (const field of data.required[record.type]) if (record[field] === undefined) found.push(`${named(field)}: còn thiếu · missing`);
    for (const field of this.fields()) {
      const pattern = data.patterns[field];
      const value = record[field];
      if (value === undefined) continue;
      if (pattern && !new RegExp(`^(?:${pattern})$`).test(value)) found.push(`${named(field)}: ${value}?`);
      if (data.numbers.includes(field) && typeof value !== "number") found.push(`${named(field)}: không phải số · no number (6.7)`);
      if (field === "rank" && typeof value === "number" && !Number.isInteger(value)) found.push(`${named(field)}: ${value}?`);
    }
    if (record.type === "ranking" && record.rank === undefined && record.score === undefined) {
      found.push("Cần thứ hạng hoặc điểm · Rank or score is needed");
    }
    if (!record.quote) found.push("Hãy chọn đoạn văn làm chứng · Select the words that state it");
    return found;
  }

  show(faults) {
    this.problems.replaceChildren(...faults.map((fault) => element("li", {}, fault)));
  }

  /** The record with its fields in the order of claims files. */
  finished() {
    const { article, type, start, end, quote } = this.record;
    const stated = Object.fromEntries(this.fields().filter((f) => this.record[f] !== undefined).map((f) => [f, this.record[f]]));
    return { article, type, ...stated, start, end, quote };
  }
}
