// Charts by ECharts: our colours and type, SVG, drawn from the JSON that stands beside each chart.
// <figure data-chart="KIND" data-source="ID"> … <div hidden id="ID">: no script, for htmx drops scripts of parts.

export const COLOURS = {
  ink: "#1b2430", ink2: "#45525f", ink3: "#5f6c7a", line: "#d9dfe6", line2: "#e9edf1",
  primary: "#1b5e97", danger: "#a8201a", ok: "#146c43", band: "#d8e3ee", over: "#5b8fc0",
  E: "#f3cf6b", M: "#8fc1e6", N: "#2c3968", D: "#8fd0b1", R: "#f2a87e", T: "#7a4f93", O: "#9a3412", L: "#c9d1d9",
};
const MINUS = "\u2212";
const kinds = new Map();
let library;

// A page's own module says how a kind of chart looks: register("forecast", (data) => option).
export function register(kind, build) {
  kinds.set(kind, build);
  draw(document);
}

export const number = (value, digits = 0) =>
  value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits }).replace("-", MINUS);

export const axis = (more = {}) => ({
  axisLine: { lineStyle: { color: COLOURS.line } },
  axisTick: { show: false },
  axisLabel: { color: COLOURS.ink2, fontSize: 12, hideOverlap: true },
  splitLine: { lineStyle: { color: COLOURS.line2 } },
  nameTextStyle: { color: COLOURS.ink2, fontSize: 12 },
  ...more,
});

export const tooltip = (more = {}) => ({
  trigger: "axis",
  renderMode: "richText",
  confine: true,
  backgroundColor: "#fff",
  borderColor: COLOURS.line,
  textStyle: { color: COLOURS.ink, fontSize: 12 },
  ...more,
});

// Hatching marks what is short: it survives a black-and-white print.
export const hatch = { color: "#fff", decal: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: Math.PI / 4, color: COLOURS.danger } };

function defaults() {
  return {
    animation: false,
    aria: { enabled: false },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12, color: COLOURS.ink2 },
    grid: { left: 8, right: 12, top: 28, bottom: 8, containLabel: true },
  };
}

function load() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("../vendor/echarts.common.min.js", import.meta.url).href;
    script.onload = () => resolve(window.echarts);
    script.onerror = reject;
    document.head.append(script);
  });
  return library;
}

async function drawOne(figure, build) {
  const echarts = await load();
  const place = figure.querySelector(".chart");
  const data = JSON.parse(document.getElementById(figure.dataset.source).textContent);
  const chart = echarts.getInstanceByDom(place) ?? echarts.init(place, null, { renderer: "svg" });
  chart.setOption({ ...defaults(), ...build(data) }, true);
  if (figure.dataset.drawn) return;
  figure.dataset.drawn = "yes";
  new ResizeObserver(() => chart.resize()).observe(place);
}

export function draw(root) {
  for (const figure of root.querySelectorAll("[data-chart]")) {
    const build = kinds.get(figure.dataset.chart);
    if (build) drawOne(figure, build);
  }
}
