// The answer as bars, or as lines where a column holds times; the figures stand below as a table.
import { firstOf, isColumnOf, isIri, isNumber, isOutline, isTime, textOf } from "./cells.js";
import { drawing, element } from "./dom.js";
import { namesOf } from "./labels.js";
import { shortened } from "./terms.js";
import { about, number, say } from "./words.js";

const MOST_BARS = 60;
const MOST_LINES = 8;
const WIDTH = 720;

export class Chart {
  priority = 4;
  label = say("Biểu đồ", "Chart");

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
    // In its place at once: another view that is chosen while names are learnt takes this one away, and nothing is drawn into that.
    const whole = element("div", {});
    this.yasr.resultsEl.append(whole);
    const columns = columnsOf(this.yasr.results);
    const rows = this.yasr.results.getBindings();
    const iris = rows.flatMap((row) => columns.names.map((name) => row[name]).filter(isIri).map((term) => term.value));
    const names = await namesOf(iris);
    const prefixes = this.yasr.getPrefixes();
    const read = (term) => textOf(term, names, (iri) => shortened(iri, prefixes));
    const values = chooser(say("Giá trị", "Value"), columns.numbers, firstOf(columns.numbers, rows));
    const axis = chooser(say("Theo", "By"), columns.names, columns.names.find((n) => columns.times.has(n)) ?? columns.names[0]);
    const place = element("div", {});
    const again = () => place.replaceChildren(...drawn(rows, columns, axis.value, values.value, read));
    for (const select of [values, axis]) select.addEventListener("change", again);
    again();
    whole.append(element("p", { class: "choices" }, values.parentElement, " ", axis.parentElement), place);
  }
}

// The columns that hold numbers, those that name what is counted, and which of these hold times; null where there is no chart.
function columnsOf(results) {
  const rows = results?.getBindings() ?? [];
  if (!rows.length) return null;
  const all = results.getVariables();
  const times = new Set(all.filter((name) => isColumnOf(rows, name, isTime)));
  const numbers = all.filter((name) => !times.has(name) && isColumnOf(rows, name, isNumber));
  const names = all.filter((name) => !numbers.includes(name) && !isColumnOf(rows, name, isOutline) && rows.some((row) => row[name]));
  return numbers.length && names.length ? { all, numbers, names, times } : null;
}

function chooser(words, options, chosen) {
  const select = element("select", {}, ...options.map((name) => element("option", { selected: name === chosen }, name)));
  element("label", {}, `${words} `, select); // its parent from now on
  return select;
}

function drawn(rows, columns, axis, value, read) {
  if (columns.times.has(axis)) {
    const series = columns.names.find((name) => name !== axis && distinct(rows, name, read) <= MOST_LINES);
    return lines(points(rows, axis, value, read), (row) => (series ? read(row[series]) : value), axis, value, read);
  }
  return bars(points(rows, axis, value, read), axis, value, read);
}

const distinct = (rows, name, read) => new Set(rows.map((row) => read(row[name]))).size;
const points = (rows, axis, value) => rows.filter((row) => row[axis] && isNumber(row[value]));

function bars(rows, axis, value, read) {
  const shown = rows.slice(0, MOST_BARS).map((row) => ({ name: read(row[axis]), value: Number(row[value].value) }));
  const least = Math.min(0, ...shown.map((bar) => bar.value));
  const most = Math.max(0, ...shown.map((bar) => bar.value));
  const [left, right] = [200, WIDTH - 80];
  const at = (figure) => left + ((figure - least) / (most - least || 1)) * (right - left);
  const height = shown.length * 24 + 8;
  const marks = shown.flatMap((bar, number_) => {
    const y = number_ * 24 + 4;
    const x = Math.min(at(bar.value), at(0));
    return [
      drawing("text", { x: left - 8, y: y + 14, "text-anchor": "end" }, bar.name.length > 28 ? `${bar.name.slice(0, 27)}…` : bar.name),
      drawing("rect", { x, y, width: Math.max(1, Math.abs(at(bar.value) - at(0))), height: 18, class: "bar" }, drawing("title", {}, `${bar.name}: ${number(bar.value)}`)),
      drawing("text", { x: Math.max(at(bar.value), at(0)) + 6, y: y + 14 }, about(bar.value)),
    ];
  });
  const title = say(`Biểu đồ cột: ${value} theo ${axis}`, `Bar chart: ${value} by ${axis}`);
  const note = rows.length > MOST_BARS ? say(`Chỉ vẽ ${MOST_BARS} dòng đầu trong ${rows.length}.`, `The first ${MOST_BARS} of ${rows.length} rows are drawn.`) : "";
  return [figure(title, note, height, marks), figures(shown.map((bar) => [bar.name, number(bar.value)]), [axis, value])];
}

function lines(rows, seriesOf, axis, value, read) {
  const times = [...new Set(rows.map((row) => read(row[axis])))].sort();
  const series = new Map();
  for (const row of rows) {
    const name = seriesOf(row);
    if (!series.has(name)) series.set(name, new Map());
    series.get(name).set(read(row[axis]), Number(row[value].value));
  }
  const kept = [...series].slice(0, MOST_LINES);
  const all = kept.flatMap(([, of]) => [...of.values()]);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const [left, right, top, bottom] = [80, WIDTH - 20, 12, 260];
  const x = (time) => left + (times.length > 1 ? (times.indexOf(time) / (times.length - 1)) * (right - left) : 0);
  const y = (figure_) => bottom - ((figure_ - least) / (most - least || 1)) * (bottom - top);
  const marks = [least, (least + most) / 2, most].flatMap((level) => [
    drawing("line", { x1: left, x2: right, y1: y(level), y2: y(level), class: "level" }),
    drawing("text", { x: left - 8, y: y(level) + 4, "text-anchor": "end" }, about(level)),
  ]);
  const every = Math.ceil(times.length / 10);
  times.forEach((time, position) => {
    if (position % every === 0) marks.push(drawing("text", { x: x(time), y: bottom + 20, "text-anchor": "middle" }, time));
  });
  kept.forEach(([name, of], position) => {
    const there = times.filter((time) => of.has(time)).map((time) => [x(time), y(of.get(time)), time]);
    marks.push(drawing("polyline", { points: there.map(([px, py]) => `${px},${py}`).join(" "), class: `line series-${position}` }));
    for (const [px, py, time] of there) {
      marks.push(drawing("circle", { cx: px, cy: py, r: 4, class: `point series-${position}` }, drawing("title", {}, `${name}, ${time}: ${number(of.get(time))}`)));
    }
    marks.push(drawing("rect", { x: left, y: bottom + 36 + position * 20, width: 14, height: 4, class: `bar series-${position}` }));
    marks.push(drawing("text", { x: left + 22, y: bottom + 43 + position * 20 }, name));
  });
  const title = say(`Biểu đồ đường: ${value} theo ${axis}`, `Line chart: ${value} by ${axis}`);
  const note = series.size > MOST_LINES ? say(`Chỉ vẽ ${MOST_LINES} đường đầu trong ${series.size}.`, `The first ${MOST_LINES} of ${series.size} lines are drawn.`) : "";
  const cells = times.map((time) => [time, ...kept.map(([, of]) => (of.has(time) ? number(of.get(time)) : ""))]);
  return [figure(title, note, bottom + 44 + kept.length * 20, marks), figures(cells, [axis, ...kept.map(([name]) => name)])];
}

function figure(title, note, height, marks) {
  const picture = drawing("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": title, class: "chart" }, ...marks);
  return element("figure", {}, element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title }, picture), element("figcaption", {}, note ? `${title}. ${note}` : title));
}

// What the picture shows, for whoever can't see it.
export function figures(rows, columns) {
  const head = element("tr", {}, ...columns.map((name) => element("th", { scope: "col" }, name)));
  const body = rows.map(([name, ...cells]) =>
    element("tr", {}, element("th", { scope: "row" }, name), ...cells.map((cell) => element("td", {}, cell))),
  );
  const table = element("table", { class: "results" }, element("thead", {}, head), element("tbody", {}, ...body));
  return element("details", {}, element("summary", {}, say("Số liệu của hình", "The picture's figures")), table);
}
