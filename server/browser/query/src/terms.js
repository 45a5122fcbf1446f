// The prefixes of the server, and the classes and properties of the graph.
import { page } from "./words.js";

let asked;

// `{prefixes: {td: "https://..."}, terms: [{iri, kind, short, vi, en}]}`; empty where the server can't say.
export function terms() {
  asked ??= fetch(page.dataset.terms)
    .then((answer) => (answer.ok ? answer.json() : { prefixes: {}, terms: [] }))
    .catch(() => ({ prefixes: {}, terms: [] }));
  return asked;
}

// The query with those of `prefixes` declared that it uses without: the server knows them, but other endpoints may not.
export function declared(query, prefixes) {
  const bare = query.replace(/<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*/g, " ");
  const has = new Set([...bare.matchAll(/\bPREFIX\s+([\w-]*):/gi)].map(([, prefix]) => prefix));
  const used = new Set([...bare.matchAll(/(?<![\w?$:-])([\w-]+):/g)].map(([, prefix]) => prefix));
  const missing = Object.keys(prefixes).filter((prefix) => used.has(prefix) && !has.has(prefix));
  return missing.map((prefix) => `PREFIX ${prefix}: <${prefixes[prefix]}>\n`).join("") + query;
}

// The IRI with the prefix that fits it best, of `prefixes`; in full where none does.
export function shortened(iri, prefixes) {
  let best = null;
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    if (iri.startsWith(namespace) && iri.length > namespace.length && namespace.length > (best?.namespace.length ?? 0)) {
      best = { prefix, namespace };
    }
  }
  return best ? `${best.prefix}:${iri.slice(best.namespace.length)}` : iri;
}
