// Completion of prefixes, of classes and properties by short name or label, and of entities by name.
import { shortened, terms } from "./terms.js";
import { fold, language, page, say } from "./words.js";

const MOST = 60;
const ENTITY = "https://w3id.org/thidua/id/";

// Put these completers into the place of YASGUI's own, which ask other hosts.
export async function install(Yasqe) {
  const { prefixes, terms: known } = await terms();
  const own = Yasqe.Autocompleters;
  const words = known.map((term) => ({ ...term, folded: fold(`${term.short} ${term.iri.split(/[#/]/).at(-1)} ${term.vi ?? ""} ${term.en ?? ""}`) }));
  const lines = Object.entries(prefixes).map(([prefix, namespace]) => `${prefix}: <${namespace}>`);
  own.prefixes = { ...own.prefixes, get: lines.sort(), persistenceId: null };
  own.class = completer(own.class, "class", words, prefixes);
  own.property = completer(own.property, "property", words, prefixes);
  own.entity = entities(prefixes);
  // Named one by one, in place: the settings of an editor are merged from this list by position.
  Yasqe.defaults.autocompleters.splice(0, Infinity, "variables", "prefixes", "class", "property", "entity");
}

function completer(theirs, kind, words, prefixes) {
  const names = new Map(words.map((term) => [term.short, term[language] ?? ""]));
  return {
    ...theirs,
    name: kind,
    bulk: false,
    get: (_, token) => {
      const typed = token?.string.trim() ?? "";
      const iri = token?.autocompletionString ?? typed;
      const [prefix, local = ""] = typed.includes(":") ? typed.split(/:(.*)/s) : ["", typed];
      const wanted = fold(local);
      const within = (term) => !typed.includes(":") || typed.startsWith("<") || term.short.startsWith(`${prefix}:`);
      const found = words.filter((term) => term.kind === kind && (term.iri.startsWith(iri) || (within(term) && term.folded.includes(wanted))));
      const rank = (term) => (term.iri.startsWith(iri) ? 0 : 1) + (term.short.startsWith("td:") ? 0 : 0.5);
      return found.sort((a, b) => rank(a) - rank(b)).slice(0, MOST).map((term) => term.iri);
    },
    postProcessSuggestion: (_, __, iri) => written(iri, prefixes),
    postprocessHints: (_, hints) => hints.map((hint) => ({ ...hint, displayText: [hint.text, names.get(hint.text)].filter(Boolean).join(" — ") })),
  };
}

function entities(prefixes) {
  let found = new Map();
  const typedAfter = (yasqe) => /^(?:id:|<https:\/\/w3id\.org\/thidua\/id\/)(.*)$/.exec(yasqe.getCompleteToken().string)?.[1];
  return {
    name: "entity",
    bulk: false,
    isValidCompletionPosition: (yasqe) => typedAfter(yasqe) !== undefined,
    get: async (yasqe) => {
      const words = (typedAfter(yasqe) ?? "").replace(/>$/, "").replace(/[-/\\_]+/g, " ").trim();
      if (!words) return [];
      const asked = new URLSearchParams({ q: words, lang: language });
      const answer = await fetch(`${page.dataset.suggest}?${asked}`).catch(() => null);
      if (!answer?.ok) return [];
      const [, names = [], kinds = [], addresses = []] = await answer.json();
      found = new Map(addresses.map((address, place) => [iriOf(address), [names[place], kinds[place]].filter(Boolean).join(", ")]));
      return [...found.keys()].filter(Boolean);
    },
    postProcessSuggestion: (_, __, iri) => written(iri, prefixes),
    postprocessHints: (_, hints) => hints.map((hint) => ({ ...hint, displayText: `${[...found].find(([iri]) => written(iri, prefixes) === hint.text)?.[1] ?? ""} — ${hint.text}` })),
  };
}

// The IRI of the entity whose page has this address; null for any other address.
function iriOf(address) {
  const path = /^(?:https?:\/\/[^/]+)?(?:\/(?:vi|en))?\/page\/([^?#]+)/.exec(address)?.[1];
  return path ? ENTITY + decodeURIComponent(path) : null;
}

// As a query writes it: a prefixed name where that is one (SPARQL 1.1, PN_LOCAL), else in angle brackets.
function written(iri, prefixes) {
  const short = shortened(iri, prefixes);
  return short !== iri && /^[\w-]*:[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_-])?$/u.test(short) ? short : `<${iri}>`;
}

export const hint = say(
  "Ctrl+Enter: chạy · Ctrl+Dấu cách: gợi ý · Tab: rời ô soạn thảo · Ctrl+Z: hoàn tác",
  "Ctrl+Enter runs · Ctrl+Space completes · Tab leaves the editor · Ctrl+Z takes back",
);
