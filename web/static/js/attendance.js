// The register: each lateness on its day, and the late and early minutes of each person.
import { COLOURS, axis, hatch, number, register, tooltip } from "./charts.js";

const minutes = (words) => ({ type: "value", min: 0, minInterval: 1, name: words.unit });

register("late-days", ({ labels, titles, sums, dots, words }) => {
  const lines = (places) => {
    const at = [places].flat()[0].dataIndex;
    const people = dots.filter(([day]) => day === at).map(([, value, name]) => `${name} ${number(value)}`);
    return [titles[at], `${words.sum} ${number(sums[at] ?? 0)}`, ...people].join("\n");
  };
  return {
    tooltip: tooltip({ formatter: lines, axisPointer: { type: "shadow" } }),
    xAxis: axis({ type: "category", data: labels }),
    yAxis: axis(minutes(words)),
    series: [
      { type: "bar", data: sums, barMaxWidth: 22, itemStyle: { color: "#c9d9e8" } },
      {
        type: "scatter",
        data: dots.map(([day, value]) => [day, value]),
        symbolSize: 9,
        itemStyle: { color: COLOURS.danger, borderColor: "#fff", borderWidth: 1 },
        z: 5,
      },
    ],
  };
});

register("late-people", ({ labels, late, early, times, limit, words }) => {
  const lines = (places) => {
    const at = [places].flat()[0].dataIndex;
    return [labels[at], `${words.late} ${number(late[at])}`, `${words.early} ${number(early[at])}`, `${words.times} ${number(times[at])}`].join("\n");
  };
  const most = Math.max(...late.map((value, at) => value + early[at]), limit ?? 0);
  const line = limit
    ? {
        markLine: {
          symbol: "none",
          silent: true,
          data: [{ xAxis: limit }],
          lineStyle: { color: COLOURS.ink, width: 1.5, type: "dashed" },
          label: { formatter: `${words.limit} ${number(limit)}`, color: COLOURS.ink, position: "start" },
        },
      }
    : {};
  return {
    grid: { left: 8, right: 24, top: 24, bottom: 8, containLabel: true },
    tooltip: tooltip({ formatter: lines, axisPointer: { type: "shadow" } }),
    xAxis: axis({ type: "value", min: 0, max: Math.ceil((most * 1.05) / 5) * 5, minInterval: 1 }),
    yAxis: axis({ type: "category", data: labels, inverse: true, splitLine: { show: false } }),
    series: [
      { type: "bar", stack: "all", data: late, barMaxWidth: 16, itemStyle: { color: COLOURS.danger }, ...line },
      { type: "bar", stack: "all", data: early, barMaxWidth: 16, itemStyle: { ...hatch, borderColor: COLOURS.danger, borderWidth: 1 } },
    ],
  };
});
