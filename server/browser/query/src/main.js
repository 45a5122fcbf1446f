// The query page: YASGUI in the place of the plain form, with our examples, terms, names, map and chart.
import "@zazuko/yasgui/build/yasgui.min.css";
import "./style.css";
import Yasgui from "@zazuko/yasgui";
import { keepAccessible, offerNewTab } from "./accessible.js";
import { Chart } from "./chart.js";
import { install } from "./completion.js";
import { shownFault } from "./faults.js";
import { OutlineMap } from "./map.js";
import { Table } from "./table.js";
import { declared, terms } from "./terms.js";
import { language, number, page, say } from "./words.js";

const LONGEST_ADDRESS = 6000;

// An address that servers and mail programs take; a longer query goes behind `#`, where only this script reads it.
function addressOf(query) {
  const at = new URL(page.dataset.page, location.href);
  const inQuery = `${at}?${new URLSearchParams({ query })}`;
  return inQuery.length <= LONGEST_ADDRESS ? inQuery : `${at}#${new URLSearchParams({ query })}`;
}

// The query that the address asks for, null where it asks for none. The server has put that of `?query=` into the plain form.
function asked() {
  const behind = new URLSearchParams(location.hash.slice(1)).get("query");
  return behind ?? (page.dataset.given === "yes" ? document.getElementById("query").value : null);
}

const inOurWords = (Response) =>
  class extends Response {
    label = say("Nguyên văn", "As sent");
    helpReference = undefined; // a page of another host
  };

// In the place of YASGUI's English sentence; `this` is the Yasr.
function tellResponse() {
  const rows = this.results?.getBindings()?.length;
  const seconds = this.results?.getResponseTime();
  const counted = rows === undefined ? "" : `${number(rows)} ${say("dòng", rows === 1 ? "row" : "rows")}`;
  const timed = seconds ? `${number(seconds / 1000)} ${say("giây", "s")}` : "";
  this.dataElement.setAttribute("role", "status");
  this.dataElement.textContent = [counted, timed].filter(Boolean).join(" · ");
}

function configure(prefixes) {
  const { Yasqe, Yasr } = Yasgui;
  Yasqe.defaults.editorHeight = "auto"; // all of the query to be seen, and no part of the page that scrolls by itself
  Yasr.registerPlugin("table", Table);
  Yasr.registerPlugin("chart", Chart);
  Yasr.registerPlugin("map", OutlineMap);
  Yasr.registerPlugin("response", inOurWords(Yasr.plugins.response));
  Yasr.prototype.updateResponseInfo = tellResponse;
  Yasr.defaults.pluginOrder.splice(0, Infinity, "table", "chart", "map", "response");
  Yasr.defaults.errorRenderers = [shownFault];
  Yasgui.Tab.prototype.getShareableLink = function shareable() {
    return addressOf(this.getQuery());
  };
  return {
    autofocus: false,
    populateFromUrl: false,
    persistenceId: `thidua-query-${language}`,
    tabName: say("Truy vấn", "Query"),
    requestConfig: { endpoint: new URL(page.dataset.endpoint, location.href).href, method: "POST" },
    yasqe: {
      value: declared(document.getElementById("query").value, prefixes),
      extraKeys: { Tab: false, "Shift-Tab": false },
      screenReaderLabel: say("Truy vấn SPARQL", "SPARQL query"),
      spellcheck: false,
      prefixCcApi: null,
    },
    yasr: { prefixes },
  };
}

// Put a query into the tab that is open, and run it; one that changes the store is never run by itself.
function open(yasgui, query) {
  const tab = yasgui.getTab();
  tab.setQuery(query);
  run(tab);
}

function run(tab) {
  if (tab.getYasqe().getQueryMode() === "query") tab.query().catch(() => {}); // what is wrong is shown below
}

function offerExamples(yasgui) {
  const form = document.querySelector(".query-examples");
  const told = document.getElementById("example-question");
  const all = fetch(page.dataset.examples).then((answer) => answer.json()).then(({ examples }) => new Map(examples.map((one) => [one.name, one])));
  form.example.addEventListener("change", async () => {
    told.textContent = (await all).get(form.example.value)?.question[language] ?? "";
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const found = (await all.catch(() => null))?.get(form.example.value);
    if (found) open(yasgui, `# ${found.question[language]}\n\n${found.query}`);
    else form.submit(); // the server opens it then
  });
}

// An address that asks for a query opens a tab for it, or the one that has it already.
function openAsked(yasgui, prefixes) {
  const given = asked();
  if (given === null) return;
  const query = declared(given, prefixes);
  const same = Object.values(yasgui._tabs).find((tab) => tab.getPersistedJson().yasqe.value === query);
  if (same) yasgui.selectTabId(same.getId());
  else yasgui.addTab(true, { yasqe: { value: query } });
  run(yasgui.getTab());
}

async function start() {
  const { prefixes } = await terms();
  await install(Yasgui.Yasqe);
  page.hidden = false;
  const yasgui = new Yasgui(page, configure(prefixes));
  document.getElementById("plain-query").hidden = true;
  offerNewTab(yasgui);
  keepAccessible(page);
  offerExamples(yasgui);
  openAsked(yasgui, prefixes);
  addEventListener("hashchange", () => openAsked(yasgui, prefixes));
  page.dataset.ready = "yes";
}

// Where it can't begin, the plain form is there as before.
start().catch((fault) => {
  page.hidden = true;
  document.getElementById("plain-query").hidden = false;
  console.error(fault);
});
