// The answer as a map: of outlines in a column (geo:wktLiteral), or of our provinces, whose outlines the graph has.
import { firstOf, isColumnOf, isIri, isNumber, isOutline, isProvince, isTime, textOf } from "./cells.js";
import { figures } from "./chart.js";
import { drawing, element } from "./dom.js";
import { namesOf } from "./labels.js";
import { shortened } from "./terms.js";
import { about, number, page, say } from "./words.js";

const SHADES = 5;
const WIDTH = 480;

export class OutlineMap {
  priority = 3;
  label = say("Bản đồ", "Map");

  constructor(yasr) {
    this.yasr = yasr;
  }

  canHandleResults() {
    return columnsOf(this.yasr.results) !== null;
  }

  getIcon() {
    return undefined;
  }

  async draw() {
    const whole = element("div", {}); // as in the chart: in its place before anything is waited for
    this.yasr.resultsEl.append(whole);
    const { outline, province, name, value } = columnsOf(this.yasr.results);
    const rows = this.yasr.results.getBindings();
    const iris = rows.flatMap((row) => [row[province], row[name]].filter(isIri).map((term) => term.value));
    const [names, outlines] = await Promise.all([namesOf(iris), outline ? new Map() : outlinesOf(iris.filter(unique))]);
    const read = (term) => textOf(term, names, (iri) => shortened(iri, this.yasr.getPrefixes()));
    const shapes = [];
    const without = [];
    for (const row of rows) {
      const term = row[name] ?? row[province];
      const text = outline ? row[outline]?.value : outlines.get(row[province]?.value);
      const shape = { name: read(term), value: isNumber(row[value]) ? Number(row[value].value) : null, rings: ringsOf(text ?? "") };
      (shape.rings.length ? shapes : without).push(shape);
    }
    whole.append(...drawn(shapes, without, value));
  }
}

const unique = (one, position, all) => all.indexOf(one) === position;

function columnsOf(results) {
  const rows = results?.getBindings() ?? [];
  if (!rows.length) return null;
  const all = results.getVariables();
  const outline = all.find((column) => isColumnOf(rows, column, isOutline));
  const province = all.find((column) => isColumnOf(rows, column, isProvince));
  const value = firstOf(all.filter((column) => isColumnOf(rows, column, isNumber) && !isColumnOf(rows, column, isTime)), rows);
  if (!outline && !(province && value)) return null;
  return { outline, province, value, name: province ?? all.find((column) => column !== outline && column !== value) };
}

// Outlines of provinces by IRI, of the endpoint itself.
async function outlinesOf(iris) {
  const query = `PREFIX geo: <http://www.opengis.net/ont/geosparql#>
    SELECT ?unit ?outline WHERE { VALUES ?unit { ${iris.map((iri) => `<${iri}>`).join(" ")} }
      ?unit geo:hasDefaultGeometry/geo:asWKT ?outline }`;
  const answer = await fetch(page.dataset.endpoint, {
    method: "POST",
    headers: { Accept: "application/sparql-results+json" },
    body: new URLSearchParams({ query }),
  });
  if (!answer.ok) return new Map();
  const { results } = await answer.json();
  return new Map(results.bindings.map(({ unit, outline }) => [unit.value, outline.value]));
}

// The rings of a POLYGON or MULTIPOLYGON, and points as rings of one (OGC Simple Features, WKT), in degrees east and north.
export function ringsOf(text) {
  const shape = text.replace(/^\s*<[^>]*>/, "");
  if (!/^\s*(POINT|MULTIPOINT|POLYGON|MULTIPOLYGON)\b/i.test(shape)) return [];
  const rings = [...shape.matchAll(/\(([^()]+)\)/g)].map(([, inside]) =>
    inside.split(",").map((pair) => pair.trim().split(/\s+/).slice(0, 2).map(Number)),
  );
  return rings.filter((ring) => ring.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y)));
}

function drawn(shapes, without, value) {
  const title = value ? say(`Bản đồ: ${value}`, `Map: ${value}`) : say("Bản đồ", "Map");
  const rows = [...shapes, ...without].map(({ name, value: figure }) => [name, figure === null ? "" : number(figure)]);
  const table = figures(rows, [say("Nơi", "Place"), value ?? ""]);
  if (!shapes.length) return [element("p", {}, say("Không nơi nào có ranh giới để vẽ.", "No place here has an outline to draw.")), table];
  const shadeOf = shades(shapes.map((shape) => shape.value).filter((figure) => figure !== null));
  const { height, project } = projection(shapes.flatMap((shape) => shape.rings.flat()));
  const marks = shapes.map((shape) => mark(shape, project, shadeOf));
  const picture = drawing("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": title, class: "map" }, ...marks);
  const note = without.length
    ? say(`Không có ranh giới: ${without.map((shape) => shape.name).join(", ")}.`, `Without an outline: ${without.map((shape) => shape.name).join(", ")}.`)
    : "";
  return [element("figure", {}, picture, element("figcaption", {}, legend(shadeOf), note ? `${title}. ${note}` : title)), table];
}

// Degrees to the picture's units: equal lengths both ways in the middle of what is shown, north above.
function projection(points) {
  const span = (axis) => [Math.min(...points.map((p) => p[axis])), Math.max(...points.map((p) => p[axis]))];
  const [[west, east], [south, north]] = [span(0), span(1)];
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min((WIDTH - 20) / ((east - west) * narrow || 1), 620 / (north - south || 1));
  const project = ([x, y]) => [10 + (x - west) * narrow * scale, 10 + (north - y) * scale];
  return { project, height: Math.ceil((north - south) * scale + 20) };
}

function mark(shape, project, shadeOf) {
  const told = drawing("title", {}, shape.value === null ? shape.name : `${shape.name}: ${number(shape.value)}`);
  const shade = `place shade-${shape.value === null ? "none" : shadeOf(shape.value)}`;
  if (shape.rings.every((ring) => ring.length === 1)) {
    const [x, y] = project(shape.rings[0][0]);
    return drawing("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: 5, class: shade }, told);
  }
  const path = shape.rings.map((ring) => `M${ring.map((point) => project(point).map((n) => n.toFixed(1)).join(" ")).join("L")}Z`);
  return drawing("path", { d: path.join(""), "fill-rule": "evenodd", class: shade }, told);
}

// Equally many values to a shade; `bounds` are the least and the greatest value of each shade that has one.
function shades(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const shadeOf = (figure) => Math.min(SHADES - 1, Math.floor((sorted.indexOf(figure) / sorted.length) * SHADES));
  shadeOf.bounds = [];
  for (const figure of sorted) {
    const bound = (shadeOf.bounds[shadeOf(figure)] ??= [figure, figure]);
    bound[1] = figure;
  }
  return shadeOf;
}

function legend(shadeOf) {
  if (!shadeOf.bounds.length) return null;
  const entries = shadeOf.bounds.map((bound, shade) => {
    const [least, most] = bound;
    const patch = drawing("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, drawing("rect", { width: 16, height: 16, class: `place shade-${shade}` }));
    return element("li", {}, patch, ` ${least === most ? about(least) : `${about(least)} – ${about(most)}`}`);
  });
  return element("ul", { class: "legend" }, ...entries.filter(Boolean));
}
