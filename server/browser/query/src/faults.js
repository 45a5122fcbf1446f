// What the server says is wrong with a query (RFC 9457), in the place of its JSON.
import { element } from "./dom.js";
import { say } from "./words.js";

const TITLES = {
  400: say("Truy vấn không chạy được", "The query can't be answered"),
  404: say("Không tìm thấy", "Not found"),
  406: say("Không có định dạng này", "No such format"),
  413: say("Truy vấn quá dài", "The query is too long"),
  429: say("Quá nhiều truy vấn cùng lúc", "Too many queries at a time"),
  503: say("Truy vấn quá lâu, hoặc máy chủ đang bận", "The query took too long, or the server is busy"),
};

export async function shownFault(fault) {
  let problem = null;
  try {
    problem = JSON.parse(fault.text);
  } catch {
    // not of the server: YASGUI's own words will do
  }
  if (!problem?.detail) return undefined;
  const title = TITLES[problem.status] ?? problem.title;
  return element("div", { role: "alert" }, element("h3", {}, title), element("p", { lang: "en" }, problem.detail));
}
