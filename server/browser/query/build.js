// Builds ../../static/query/{query.js,query.css,licences.txt} from src/, with YASGUI inside: `npm run build` (esbuild, no network).
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "..", "static", "query");

// What YASGUI does that `default-src 'self'` forbids, or that asks other hosts, and what stands in its place.
// A version in which one of these is no longer to be found fails the build, so that it is looked at again.
const CHANGES = [
  // A style attribute in HTML text is an inline style; the class is in style.css.
  ["<strong style='text-decoration:underline'>", "<strong class='expected'>"],
  // A fallback for browsers without JSON: the policy forbids eval.
  ['return j = eval("(" + text + ")")', "return j = undefined"],
  // The picture of what is dragged, where the browser would draw the text itself.
  ["t.dataTransfer.setDragImage && !h", "false"],
  // Endpoints of others, in the list of the endpoint box, which this page doesn't show.
  ['getData: () => [{ endpoint: "https://dbpedia.org/sparql" }, { endpoint: "https://query.wikidata.org/bigdata/namespace/wdq/sparql" }]', "getData: () => []"],
];

const underOurPolicy = {
  name: "under-our-policy",
  setup(under) {
    under.onLoad({ filter: /yasgui\.esm\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, "utf8");
      for (const [theirs, ours] of CHANGES) {
        if (!contents.includes(theirs)) throw new Error(`${path} no longer has: ${theirs}`);
        contents = contents.replaceAll(theirs, ours);
      }
      return { contents, loader: "js" };
    });
  },
};

// The licences of all that YASGUI has inside, which have to come along where the bundle is passed on.
async function licences() {
  const { packages } = JSON.parse(await readFile(join(here, "package-lock.json"), "utf8"));
  const texts = [];
  for (const [path, about] of Object.entries(packages)) {
    if (!path || about.dev || about.optional) continue;
    const files = (await readdir(join(here, path))).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name)).sort();
    const told = await Promise.all(files.map((name) => readFile(join(here, path, name), "utf8")));
    texts.push([`${path.replace(/^.*node_modules\//, "")} ${about.version} (${about.license ?? "its package names no licence"})`, ...told].join("\n\n"));
  }
  return texts.join(`\n\n${"-".repeat(80)}\n\n`);
}

await rm(target, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: { query: join(here, "src", "main.js") },
  outdir: target,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  charset: "utf8",
  legalComments: "eof",
  assetNames: "[name]-[hash]",
  loader: { ".svg": "file", ".png": "file", ".gif": "file", ".woff": "file", ".woff2": "file" },
  plugins: [underOurPolicy],
  metafile: true,
  logLevel: "warning",
});
for (const [file, { bytes }] of Object.entries(metafile.outputs)) console.log(`${file}: ${bytes} bytes`);
await writeFile(join(target, "licences.txt"), await licences());
