// Icons are strokes on a square of 20, drawn for this page.

import { svg } from "./dom.js";

const shapes = {
  hash: ["M7.5 3.5 6 16.5", "M14 3.5l-1.5 13", "M3.5 7.5h13.5", "M3 12.5h13.5"],
  lock: ["M5 9.5h10v7H5z", "M7 9.5V7a3 3 0 0 1 6 0v2.5"],
  eye: ["M2.5 10S5.5 5 10 5s7.5 5 7.5 5-3 5-7.5 5S2.5 10 2.5 10z", "M10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4z"],
  close: ["M5 5l10 10", "M15 5 5 15"],
  menu: ["M3 5.5h14", "M3 10h14", "M3 14.5h14"],
  more: ["M5 10h.01", "M10 10h.01", "M15 10h.01"],
  reply: ["M4 5h12v8H9l-3.5 3v-3H4z"],
  thumbUp: ["M6.5 9v7.5h-3V9z", "M6.5 9l3-6c1.400 0 2.200 1 1.800 2.500L10.800 8h4.700c.8 0 1.300.8 1.100 1.500l-1.400 6c-.2.6-.6 1-1.200 1H6.500"],
  thumbDown: ["M6.500 11V3.500h-3V11z", "M6.500 11l3 6c1.400 0 2.200-1 1.800-2.500l-.5-2.500h4.700c.8 0 1.300-.8 1.100-1.500l-1.400-6c-.2-.6-.6-1-1.200-1H6.500"],
  edit: ["M4 16l.8-3.5L13 4.3l2.7 2.7-8.2 8.2z", "M11.5 5.8l2.7 2.7"],
  trash: ["M4 6h12", "M8 6V4h4v2", "M6 6l.7 10h6.6L14 6"],
  send: ["M3.5 10 16.5 4l-4 12.5-3-5z", "M9.5 11.5l7-7.5"],
  clock: ["M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14z", "M10 6v4.2l2.8 1.8"],
  pulse: ["M2.5 10.5h3.5l2-5.5 4 10 2-4.5h3.5"],
  toApp: ["M3.5 10h12", "M11 5.5l4.5 4.5-4.5 4.5"],
  toSlack: ["M16.5 10h-12", "M9 5.5 4.5 10 9 14.5"],
  play: ["M7 5l8.5 5L7 15z"],
  stop: ["M6 6h8v8H6z"],
  down: ["M5.5 8 10 12.5 14.5 8"],
  check: ["M4.5 10.5 8.5 14.5 15.5 6"],
  spark: ["M7.5 13.5a5 5 0 1 1 5 0v1.5h-5z", "M8 17.5h4"],
  clip: ["M14.5 8.5 9 14a2.7 2.7 0 0 1-3.8-3.8l6-6a1.8 1.8 0 0 1 2.6 2.6l-5.6 5.6"],
  save: ["M10 3.5v9", "M6.5 9.5 10 13l3.5-3.5", "M4 16.5h12"],
  file: ["M6 3h5.5L15 6.5V17H6z", "M11.5 3v3.5H15"],
  warning: ["M10 4l7 12.5H3z", "M10 8.5v4", "M10 14.5h.01"],
};

// icon draws one of the shapes. It is decoration: whatever bears it has a name
// of its own.
export function icon(name) {
  return svg("svg", { viewBox: "0 0 20 20", class: "icon", "aria-hidden": "true" }, shapes[name].map((d) => svg("path", { d })));
}
