// What IRIs are called, asked of the server in batches and kept while the page is open.
import { language, page } from "./words.js";

const BATCH = 500;
const known = new Map();

// A map from each IRI to `{text, href}`: `text` is empty where it has no name. What can't be learnt is left out.
export async function namesOf(iris) {
  const wanted = [...new Set(iris)];
  const unknown = wanted.filter((iri) => !known.has(iri));
  const batches = [];
  for (let begin = 0; begin < unknown.length; begin += BATCH) batches.push(unknown.slice(begin, begin + BATCH));
  await Promise.all(batches.map((batch) => learn(batch).catch(() => {}))); // the IRIs themselves stay to be read
  return new Map(wanted.filter((iri) => known.has(iri)).map((iri) => [iri, known.get(iri)]));
}

async function learn(iris) {
  const answer = await fetch(page.dataset.labels, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ iris }),
  });
  if (!answer.ok) return;
  const { labels } = await answer.json();
  for (const iri of iris) {
    const { [language]: text = "", href } = labels[iri] ?? {};
    known.set(iri, { text, href: href?.startsWith("/page/") ? `/${language}${href}` : href });
  }
}
