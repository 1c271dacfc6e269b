// One day: people on duty in stacks of shift families, the need as a stepped line, what is short hatched.
import { COLOURS, axis, hatch, number, register, tooltip } from "./charts.js";

const PLAN = "#9cc3e2";

function box({ labels, stacks, need, short, words }) {
  return (places) => {
    const at = [places].flat()[0].dataIndex;
    const lines = [labels[at], `${words.need} ${need[at]}`];
    for (const { name, people } of stacks) if (people[at]) lines.push(`${name} ${people[at]}`);
    if (short[at]) lines.push(`${words.short} ${short[at]}`);
    return lines.join("\n");
  };
}

// The number stands where a shortage begins or changes; on the phone only at the worst slot of a stretch.
function marked(short) {
  const narrow = matchMedia("(max-width: 767.98px)").matches;
  let worst = -1;
  return short.map((people, at) => {
    if (!people) return null;
    if (!short[at - 1]) {
      const end = short.findIndex((later, place) => place > at && !later);
      const stretch = short.slice(at, end < 0 ? undefined : end);
      worst = at + stretch.indexOf(Math.max(...stretch));
    }
    return { value: people, label: { show: narrow ? at === worst : people !== short[at - 1] } };
  });
}

register("coverage-day", (data) => {
  const { labels, every, stacks, need, short, now, words } = data;
  const bar = { type: "bar", stack: "duty", barCategoryGap: 0, cursor: "default" };
  const marker = now === null ? undefined : {
    symbol: "none", silent: true, data: [{ xAxis: now }],
    lineStyle: { color: COLOURS.ink, width: 1.5, type: "solid" }, label: { formatter: words.now, color: COLOURS.ink, fontWeight: 600 },
  };
  return {
    grid: { left: 4, right: 12, top: 36, bottom: 4, containLabel: true },
    tooltip: tooltip({ formatter: box(data) }),
    xAxis: axis({ type: "category", data: labels, axisLabel: { color: COLOURS.ink2, fontSize: 12, interval: (at) => at % every === 0, hideOverlap: true } }),
    yAxis: axis({ type: "value", min: 0, minInterval: 1, name: words.unit, axisLabel: { color: COLOURS.ink2, fontSize: 12, formatter: (value) => number(value) } }),
    series: [
      ...stacks.map(({ family, people }) => ({
        ...bar, data: people, itemStyle: { color: COLOURS[family] ?? PLAN, borderColor: "#fff", borderWidth: 0.5 },
      })),
      {
        ...bar, data: marked(short), z: 4,
        itemStyle: { ...hatch, borderColor: COLOURS.danger, borderWidth: 1 },
        label: { position: "top", color: COLOURS.danger, fontWeight: 700, fontSize: 12, formatter: ({ value }) => number(-value) },
      },
      { type: "line", step: "middle", symbol: "none", data: need, lineStyle: { color: COLOURS.ink, width: 2.5 }, z: 5, markLine: marker },
    ],
  };
});

// A share of days or slots (of a roster played through, of today's calls), what stays under the target hatched.
register("simulated", ({ labels, titles, every, levels, target, words }) => ({
  grid: { left: 4, right: 12, top: 36, bottom: 4, containLabel: true },
  tooltip: tooltip({
    formatter: (places) => {
      const at = [places].flat()[0].dataIndex;
      if (levels[at] === null) return titles[at];
      const level = `${titles[at]}\n${words.level} ${number(levels[at], 1)} %`;
      return target === null ? level : `${level}\n${words.target} ${number(target, 1)} %`;
    },
  }),
  xAxis: axis({ type: "category", data: labels, axisLabel: { color: COLOURS.ink2, fontSize: 12, interval: (at) => at % every === 0, hideOverlap: true } }),
  yAxis: axis({ type: "value", min: 0, max: 100, name: words.unit, axisLabel: { color: COLOURS.ink2, fontSize: 12, formatter: (value) => number(value) } }),
  series: [{
    type: "bar", barCategoryGap: "20%", cursor: "default",
    data: levels.map((level) => (level !== null && target !== null && level < target
      ? { value: level, itemStyle: { ...hatch, borderColor: COLOURS.danger, borderWidth: 1 } }
      : { value: level, itemStyle: { color: "#92b8da" } })),
    markLine: {
      symbol: "none", silent: true, label: { show: false }, data: target === null ? [] : [{ yAxis: target }],
      lineStyle: { color: COLOURS.ink, width: 2, type: "solid" },
    },
  }],
}));
