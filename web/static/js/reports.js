// The five tables: two lines over the days of a month, the second dashed. What is not known leaves a gap.
import { COLOURS, axis, number, register, tooltip } from "./charts.js";

register("report-lines", ({ labels, lines, unit }) => ({
  grid: { left: 4, right: 16, top: 36, bottom: 4, containLabel: true },
  tooltip: tooltip({ valueFormatter: (value) => (value === null || value === undefined ? "–" : number(value, value % 1 ? 1 : 0)) }),
  xAxis: axis({ type: "category", data: labels }),
  yAxis: axis({ type: "value", min: 0, name: unit, nameTextStyle: { color: COLOURS.ink2, fontSize: 12, align: "left" }, axisLabel: { color: COLOURS.ink2, fontSize: 12, formatter: (value) => number(value) } }),
  series: lines.map(({ name, dashed, values }) => ({
    name, type: "line", data: values, symbol: dashed ? "emptyCircle" : "circle", symbolSize: 5,
    itemStyle: { color: dashed ? COLOURS.ink3 : COLOURS.primary },
    lineStyle: { color: dashed ? COLOURS.ink3 : COLOURS.primary, width: dashed ? 1.5 : 2.5, type: dashed ? "dashed" : "solid" },
  })),
}));
