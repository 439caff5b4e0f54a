// data_visualization blocks: small charts of lines, bars, areas or shares. The
// numbers stand below in a table that unfolds, which is also what is read out.

import { h, svg } from "./dom.js";
import { locale, t } from "./strings.js";

const WIDTH = 560;
const HEIGHT = 220;
const EDGE = { left: 58, right: 10, top: 12, bottom: 26 };

// chart draws the block.
export function chart(block) {
  const { chart: made } = block;
  const series = seriesOf(made);
  const names = made.type === "pie" ? made.segments.map((segment) => segment.label) : series.map((one) => one.name);
  return h("figure", { class: "chart" },
    h("figcaption", {}, block.title),
    made.type === "pie" ? pie(made.segments) : axes(made, series),
    h("ul", { class: "chart-names" }, names.map((name, i) => h("li", { class: `chart-${i % 6}` }, name))),
    h("details", {}, h("summary", {}, t("figures")), figures(made, series)));
}

// seriesOf lists numbers in the order of the categories.
function seriesOf(made) {
  const order = made.axis_config?.categories ?? made.series?.[0]?.data.map((point) => point.label) ?? [];
  return (made.series ?? []).map((one) => ({
    name: one.name,
    points: order.map((label) => ({ label, value: Number(one.data.find((point) => point.label === label)?.value ?? 0) })),
  }));
}

function axes(made, series) {
  const values = series.flatMap((one) => one.points.map((point) => point.value));
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values) || 1;
  const many = series[0].points.length;
  const room = (WIDTH - EDGE.left - EDGE.right) / many;
  const x = (i) => EDGE.left + room * (i + 0.5);
  const y = (value) => HEIGHT - EDGE.bottom - ((value - low) / (high - low)) * (HEIGHT - EDGE.top - EDGE.bottom);
  const every = Math.ceil(many / 8); // labels that have room beside each other
  return canvas(
    [low, (low + high) / 2, high].map((value) => [
      svg("line", { x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y(value), y2: y(value), class: "chart-rule" }),
      svg("text", { x: EDGE.left - 6, y: y(value) + 4, class: "chart-label chart-left" }, short(value)),
    ]),
    series[0].points.map((point, i) => i % every === 0 && svg("text", { x: x(i), y: HEIGHT - 8, class: "chart-label" }, point.label)),
    series.map((one, n) => shapes[made.type](one.points, { n, of: series.length, x, y, room, base: y(Math.max(0, low)) })));
}

const shapes = {
  line: (points, place) => svg("polyline", { points: path(points, place), class: `chart-line chart-${place.n % 6}` }),
  area(points, place) {
    const { x, base, n } = place;
    const outline = `${x(0)},${base} ${path(points, place)} ${x(points.length - 1)},${base}`;
    return svg("polygon", { points: outline, class: `chart-area chart-${n % 6}` });
  },
  bar(points, { n, of, x, y, room, base }) {
    const width = (room * 0.72) / of;
    return points.map((point, i) => svg("rect", {
      x: x(i) - room * 0.36 + width * n, width, y: Math.min(y(point.value), base), height: Math.abs(y(point.value) - base), class: `chart-bar chart-${n % 6}`,
    }));
  },
};

function path(points, { x, y }) {
  return points.map((point, i) => `${x(i)},${y(point.value)}`).join(" ");
}

function pie(segments) {
  const whole = segments.reduce((sum, segment) => sum + Number(segment.value), 0);
  const round = 2 * Math.PI * 60;
  let before = 0;
  return canvas(segments.map((segment, i) => {
    const share = Number(segment.value) / whole;
    const arc = svg("circle", {
      cx: WIDTH / 2, cy: HEIGHT / 2, r: 60, class: `chart-slice chart-${i % 6}`, "stroke-dasharray": `${share * round} ${round}`, "stroke-dashoffset": -before * round,
    });
    before += share;
    return arc;
  }));
}

function canvas(...parts) {
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart-canvas", "aria-hidden": "true" }, parts);
}

function short(value) {
  return new Intl.NumberFormat(locale(), { notation: "compact", maximumFractionDigits: 1 }).format(value);
}

function figures(made, series) {
  const number = (value) => h("td", { class: "align-right" }, Number(value).toLocaleString(locale()));
  const rows = made.type === "pie"
    ? made.segments.map((segment) => [segment.label, number(segment.value)])
    : series[0].points.map((point, i) => [point.label, series.map((one) => number(one.points[i].value))]);
  return h("div", { class: "table-frame" }, h("table", {},
    made.type !== "pie" && h("thead", {}, h("tr", {}, h("td", {}), series.map((one) => h("th", { scope: "col", class: "align-right" }, one.name)))),
    h("tbody", {}, rows.map(([label, cells]) => h("tr", {}, h("th", { scope: "row" }, label), cells)))));
}
