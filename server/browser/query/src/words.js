// The language of the page, and its words.

export const page = document.getElementById("query-editor");
export const language = page?.dataset.language === "en" ? "en" : "vi";

export const say = (vi, en) => (language === "vi" ? vi : en);

const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 20 });
const rounded = new Intl.NumberFormat(language, { maximumSignificantDigits: 4 });

export const number = (value) => numbers.format(value);
export const about = (value) => rounded.format(value);

// Lower case without diacritics, to compare what people type with names: as server.wording.fold does.
export const fold = (text) =>
  text
    .toLowerCase()
    .replaceAll("đ", "d")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}_]+/gu, " ")
    .trim();
