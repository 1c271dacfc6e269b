// The chart of a solve: cost falls in steps, the bound rises; the second chart range shows the last gap.
import { COLOURS, axis, number, register, tooltip } from "./charts.js";

const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, "0")}`;

function line(points, column, end) {
  const known = points.filter((point) => point[column] !== null).map((point) => [point[0], point[column]]);
  if (known.length) known.push([end, known.at(-1)[1]]);
  return known;
}

register("solve", ({ points, elapsed, active, words }) => {
  const end = Math.max(elapsed, points.at(-1)?.[0] ?? 0);
  const costs = line(points, 1, end);
  const bounds = line(points, 2, end);
  // A first roster many times dearer than the rest would press the interesting part flat.
  const settled = costs.map((point) => point[1]).sort((a, b) => a - b)[Math.floor(costs.length / 2)] ?? 0;
  const top = costs.length ? Math.min(costs[0][1], settled * 3) : null;
  return {
    grid: { left: 8, right: 84, top: 28, bottom: 24, containLabel: true },
    tooltip: tooltip({ valueFormatter: (value) => number(value) }),
    xAxis: axis({
      type: "value", min: 0, max: Math.max(end, 1), name: words.elapsed, nameLocation: "middle", nameGap: 28,
      axisLabel: { color: COLOURS.ink2, fontSize: 12, formatter: minutes, hideOverlap: true },
    }),
    yAxis: axis({ type: "value", min: 0, max: top, axisLabel: { color: COLOURS.ink2, fontSize: 12, formatter: (v) => number(v) } }),
    series: [
      {
        name: words.cost, type: "line", step: "end", showSymbol: false, data: costs,
        lineStyle: { color: COLOURS.primary, width: 2.5 }, itemStyle: { color: COLOURS.primary },
        areaStyle: { color: COLOURS.primary, opacity: 0.08 },
        endLabel: { show: true, formatter: ({ value }) => `${words.cost} ${number(value[1])}`, color: COLOURS.primary, fontWeight: 600 },
        labelLayout: { moveOverlap: "shiftY" },
        markLine: active
          ? { symbol: "none", silent: true, label: { formatter: words.now, color: COLOURS.ink }, lineStyle: { color: COLOURS.ink, type: "dotted" }, data: [{ xAxis: end }] }
          : undefined,
      },
      {
        name: words.bound, type: "line", step: "end", showSymbol: false, data: bounds,
        lineStyle: { color: COLOURS.ink, width: 1.5, type: "dashed" }, itemStyle: { color: COLOURS.ink },
        endLabel: { show: true, formatter: ({ value }) => `${words.bound} ${number(value[1])}`, color: COLOURS.ink2 },
        labelLayout: { moveOverlap: "shiftY" },
      },
    ],
  };
});
