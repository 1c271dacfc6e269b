// The chart of a solve: cost falls in steps, the bound rises; the second chart range shows the last gap.
import { COLOURS, axis, number, register, tooltip } from "./charts.js";

const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, "0")}`;

function line(points, column, end) {
  const known = points.filter((point) => point[column] !== null).map((point) => [point[0], point[column]]);
  if (known.length) known.push([end, known.at(-1)[1]]);
  return known;
}

// The next round number above: 44,454 becomes 45,000.
function roundUp(value) {
  const step = 10 ** Math.max(Math.floor(Math.log10(Math.max(value, 1))) - 1, 0);
  return Math.ceil(value / step) * step;
}

function range(values, share) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = Math.max((high - low) * share, 1);
  return { min: Math.floor(low - margin), max: Math.ceil(high + margin) };
}

function option({ points, elapsed, active, words }, limits) {
  const end = Math.max(elapsed, points.at(-1)?.[0] ?? 0);
  const costs = line(points, 1, end);
  const bounds = line(points, 2, end);
  const { min, max } = limits(costs, bounds);
  return {
    grid: { left: 8, right: 84, top: 28, bottom: 24, containLabel: true },
    tooltip: tooltip({ valueFormatter: (value) => number(value) }),
    xAxis: axis({
      type: "value", min: 0, max: Math.max(Math.ceil(end / 5) * 5, 5), name: words.elapsed, nameLocation: "middle", nameGap: 28,
      axisLabel: { color: COLOURS.ink2, fontSize: 12, formatter: minutes, hideOverlap: true },
    }),
    yAxis: axis({ type: "value", min, max, axisLabel: { color: COLOURS.ink2, fontSize: 12, formatter: (v) => number(v) } }),
    series: [
      {
        name: words.cost, type: "line", step: "end", showSymbol: false, data: costs,
        lineStyle: { color: COLOURS.primary, width: 2.5 }, itemStyle: { color: COLOURS.primary },
        areaStyle: { color: COLOURS.primary, opacity: 0.08 },
        endLabel: { show: true, formatter: ({ value }) => `${words.cost} ${number(value[1])}`, color: COLOURS.primary, fontWeight: 600, offset: [0, -9] },
        markLine: active
          ? { symbol: "none", silent: true, label: { formatter: words.now, color: COLOURS.ink }, lineStyle: { color: COLOURS.ink, type: "dotted" }, data: [{ xAxis: end }] }
          : undefined,
      },
      {
        name: words.bound, type: "line", step: "end", showSymbol: false, data: bounds,
        lineStyle: { color: COLOURS.ink, width: 1.5, type: "dashed" }, itemStyle: { color: COLOURS.ink },
        endLabel: { show: true, formatter: ({ value }) => `${words.bound} ${number(value[1])}`, color: COLOURS.ink2, offset: [0, 9] },
      },
    ],
  };
}

// A first roster many times dearer than the rest would press the interesting part flat.
register("solve", (data) => option(data, (costs) => {
  if (!costs.length) return { min: 0, max: null };
  const settled = costs.at(-1)[1];
  return { min: 0, max: roundUp(Math.min(costs[0][1], settled * 3)) };
}));

// Seen close: from the last bounds to the last costs.
register("solve-zoom", (data) => option(data, (costs, bounds) => {
  const last = costs.at(-1)[1];
  const near = (point) => Math.abs(point[1] - last) <= last * 0.15;
  return range([...costs, ...bounds].filter(near).map((point) => point[1]), 0.15);
}));
