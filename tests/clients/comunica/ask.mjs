// Asks Comunica a SELECT over one or several SPARQL endpoints and prints its rows as JSON:
//   node ask.mjs QUERY ENDPOINT...
import { QueryEngine } from "@comunica/query-sparql";

const [query, ...endpoints] = process.argv.slice(2);
const sources = endpoints.map((value) => ({ type: "sparql", value }));
const bindings = await new QueryEngine().queryBindings(query, { sources });
const rows = await bindings.toArray();
console.log(JSON.stringify(rows.map((row) => Object.fromEntries([...row].map(([name, term]) => [name.value, term.value])))));
