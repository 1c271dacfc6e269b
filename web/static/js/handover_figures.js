// Figures of handovers: bars, in parts where there are several.
import { COLOURS, axis, hatch, number, register, tooltip } from "./charts.js";

const style = (colour) =>
  colour === "hatch" ? { ...hatch, borderColor: COLOURS.danger, borderWidth: 1 } : { color: COLOURS[colour] };

register("handover-bars", ({ labels, series }) => {
  const lines = (places) => {
    const at = [places].flat()[0].dataIndex;
    return [labels[at], ...series.map(({ name, values }) => `${name} ${values[at] === null ? "–" : number(values[at])}`)].join("\n");
  };
  return {
    tooltip: tooltip({ formatter: lines, axisPointer: { type: "shadow" } }),
    xAxis: axis({ type: "category", data: labels, axisLabel: { color: COLOURS.ink2, fontSize: 12, hideOverlap: true, interval: labels.length > 5 ? "auto" : 0, width: 84, overflow: "break" } }),
    yAxis: axis({ type: "value", min: 0, minInterval: 1 }),
    series: series.map(({ values, colour }) => ({
      type: "bar",
      stack: "all",
      data: values.map((value) => value || null),
      barMaxWidth: 34,
      itemStyle: style(colour),
      label: { show: series.length === 1, position: "top", color: COLOURS.ink2, formatter: ({ value }) => (value ? number(value) : "") },
    })),
  };
});
