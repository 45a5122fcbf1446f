// The terms of an answer, as they are told apart and shown.
import { element } from "./dom.js";
import { fold, say } from "./words.js";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(
  ["integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"].map(
    (name) => XSD + name,
  ),
);
const TIMES = new Set(["gYear", "gYearMonth", "date", "dateTime"].map((name) => XSD + name));
const PROVINCE = "https://w3id.org/thidua/id/province/";
const LONG = 300;

export const isIri = (term) => term?.type === "uri";
export const isProvince = (term) => isIri(term) && term.value.startsWith(PROVINCE);
export const isNumber = (term) => NUMBERS.has(term?.datatype) && Number.isFinite(Number(term.value));
export const isOutline = (term) => term?.datatype === "http://www.opengis.net/ont/geosparql#wktLiteral";
export const isTime = (term) =>
  TIMES.has(term?.datatype) || (term?.type !== "uri" && /^(19|20)\d\d(-(H[12]|Q[1-4]|\d\d))?$/.test(term?.value ?? ""));

// Whether every row that has the column holds such a term in it, and one does.
export function isColumnOf(rows, column, test) {
  const held = rows.map((row) => row[column]).filter((term) => term !== undefined);
  return held.length > 0 && held.every(test);
}

// What a reader calls a term: an IRI by its name where `names` has it.
export function textOf(term, names, prefixed) {
  if (!term) return "";
  if (!isIri(term)) return term.type === "bnode" ? `_:${term.value}` : term.value;
  return names.get(term.value)?.text || prefixed(term.value);
}

// The column that a picture shows first: of measurements, not of counts or ranks, where there is one.
export const firstOf = (columns, rows) =>
  columns.find((column) => rows.some((row) => row[column] && !/[iI]nt(eger)?$/.test(row[column].datatype))) ?? columns.at(-1);

// A key to sort terms by: numbers by value, times by their text, all else by folded words.
export function orderOf(first, second, names, prefixed) {
  if (!first || !second) return (first ? 0 : 1) - (second ? 0 : 1);
  if (isNumber(first) && isNumber(second)) return Number(first.value) - Number(second.value);
  return fold(textOf(first, names, prefixed)).localeCompare(fold(textOf(second, names, prefixed)), "vi", { numeric: true });
}

// The content of a table's cell.
export function shown(term, names, prefixed) {
  if (!term) return "";
  const text = textOf(term, names, prefixed);
  if (isIri(term)) {
    const href = names.get(term.value)?.href ?? (/^https?:/.test(term.value) ? term.value : null);
    if (!href) return element("span", { title: term.value }, text);
    const outside = !href.startsWith("/");
    return element("a", { href, title: term.value, class: outside && "outside", rel: outside && "external noopener" }, text);
  }
  if (text.length <= LONG) return element("span", { lang: term["xml:lang"], title: titleOf(term) }, text);
  const more = element("summary", {}, `${text.slice(0, 60)}… (${text.length} ${say("ký tự", "characters")})`);
  return element("details", { title: titleOf(term) }, more, text);
}

function titleOf(term) {
  if (term["xml:lang"]) return null; // its lang attribute tells
  return term.datatype && term.datatype !== `${XSD}string` ? term.datatype : null;
}
