// The forecast page: the curve of a day or week, the days of a month, twelve weeks of history.
import { COLOURS, axis, number, register, tooltip } from "./charts.js";

const BARS = { ordinary: "#92b8da", weekend: "#c4cad3", holiday: "#e5b2ae", chosen: COLOURS.primary };
const figure = (value) => number(value, value < 10 && value % 1 ? 1 : 0);
const known = (value) => value !== null && value !== undefined;

// One box for all series at a place, so that the band reads "lo–hi" and not as two invisible series.
function box({ titles, labels, mean, lo, hi, actual, baseline, marks, words }) {
  return (places) => {
    const at = [places].flat()[0].dataIndex;
    const lines = [(titles ?? labels)[at]];
    if (known(mean[at])) lines.push(`${words.mean} ${figure(mean[at])}`, `${words.band} ${figure(lo[at])}–${figure(hi[at])}`);
    if (known(actual[at])) lines.push(`${words.actual} ${figure(actual[at])}`);
    if (known(baseline?.[at])) lines.push(`${words.baseline} ${figure(baseline[at])}`);
    if (known(marks?.[at])) lines.push(words.states[marks[at].state]);
    return lines.join("\n");
  };
}

// An area between two lines: the lower one invisible, the difference stacked on it.
function band(lo, hi) {
  const line = { type: "line", stack: "band", symbol: "none", silent: true, lineStyle: { opacity: 0 } };
  return [
    { ...line, data: lo },
    { ...line, data: hi.map((value, at) => (known(value) ? value - lo[at] : null)), areaStyle: { color: COLOURS.band, opacity: 1 } },
  ];
}

const curve = (data, more = {}) => ({
  type: "line", symbol: "none", data, lineStyle: { color: COLOURS.primary, width: 2.5 }, itemStyle: { color: COLOURS.primary }, ...more,
});
const dots = (data) => ({ type: "scatter", data, symbolSize: data.length > 100 ? 3.5 : 6, itemStyle: { color: COLOURS.ink }, z: 5 });
// Days on which events last: hatched from top to bottom, their short names in rows above, on axes of their own.
// under: rows kept free below the names, where the chart names an instant.
const EVENT = "#7a4f93", LANE_PX = 15;
const stripes = { color: "rgba(122,79,147,0.08)", decal: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1, 6], rotation: -Math.PI / 4, color: "rgba(122,79,147,0.55)" } };

function withEvents(option, bands, under = 0) {
  if (!bands?.length) return option;
  const unseen = { show: false, axisPointer: { show: false } };
  const own = { xAxisIndex: 1, yAxisIndex: 1, silent: true };
  const lasts = (at) => bands.some(({ first, last }) => first <= at && at <= last);
  const room = LANE_PX * (1 + under + Math.max(...bands.map(({ lane }) => lane)));
  const named = ({ first, label, lane, ends }) => ({
    value: [first, 1],
    label: { show: true, formatter: label, color: EVENT, fontSize: 12, position: [0, -2 - LANE_PX * (lane + 1 + under)], align: ends ? "right" : "left" },
  });
  return {
    ...option,
    grid: { ...option.grid, top: option.grid.top + room },
    xAxis: [option.xAxis, { type: "category", data: option.xAxis.data, boundaryGap: option.xAxis.boundaryGap ?? true, ...unseen }],
    yAxis: [{ ...option.yAxis, nameGap: 15 + room }, { type: "value", min: 0, max: 1, ...unseen }],
    series: [
      { ...own, type: "bar", barWidth: "100%", itemStyle: stripes, data: option.xAxis.data.map((_, at) => (lasts(at) ? 1 : null)), z: 1 },
      { ...own, type: "scatter", symbolSize: 1, itemStyle: { color: EVENT }, data: bands.filter(({ label }) => label).map(named), clip: false },
      ...option.series,
    ],
  };
}
const upright = (place, words, colour = COLOURS.ink) => ({
  symbol: "none", silent: true, data: [{ xAxis: place }],
  lineStyle: { color: colour, width: 1.5, type: "solid" }, label: { formatter: words, color: colour, fontWeight: 600 },
});

const categories = (labels, interval) =>
  axis({ type: "category", data: labels, axisLabel: { color: COLOURS.ink2, fontSize: 12, lineHeight: 16, interval, hideOverlap: true } });
const amounts = (unit) =>
  axis({ type: "value", min: 0, name: unit, nameTextStyle: { color: COLOURS.ink2, fontSize: 12, align: "left" }, axisLabel: { color: COLOURS.ink2, fontSize: 12, formatter: (value) => number(value) } });

// The next round number: an axis ends on it.
function roundUp(value) {
  const step = 10 ** Math.floor(Math.log10(Math.max(value, 1))) / 2;
  return Math.ceil(value / step) * step;
}

register("forecast-slots", (data) => {
  const { labels, every, mean, lo, hi, actual, baseline, bands, now, words } = data;
  const dashed = { type: "line", symbol: "none", data: baseline, lineStyle: { color: COLOURS.ink3, width: 1.5, type: "dashed" } };
  return withEvents({
    grid: { left: 4, right: 16, top: 36, bottom: 4, containLabel: true },
    tooltip: tooltip({ formatter: box(data) }),
    xAxis: { ...categories(labels, (at) => at % every === 0), boundaryGap: false },
    yAxis: amounts(words.unit),
    series: [
      ...band(lo, hi),
      ...(baseline.length ? [dashed] : []),
      curve(mean, { markLine: now === null ? undefined : upright(now, words.now) }),
      dots(actual),
    ],
  }, bands, 1);
});

register("forecast-days", (data) => {
  const { labels, kinds, mean, lo, hi, actual, bands, words } = data;
  const whiskers = mean.map((_, at) => [{ coord: [at, lo[at]] }, { coord: [at, hi[at]] }]);
  return withEvents({
    grid: { left: 4, right: 8, top: 36, bottom: 4, containLabel: true },
    tooltip: tooltip({ formatter: box(data) }),
    xAxis: categories(labels),
    yAxis: { ...amounts(words.unit), max: ({ max }) => roundUp(Math.max(max, ...hi)) },
    series: [
      {
        type: "bar", barWidth: "62%", data: mean.map((value, at) => ({ value, itemStyle: { color: BARS[kinds[at]] } })),
        markLine: { symbol: "none", silent: true, label: { show: false }, lineStyle: { color: COLOURS.ink, width: 1.5, type: "solid" }, data: whiskers },
      },
      dots(actual),
    ],
  }, bands);
});

// Strange days by shape and colour: still suspicious, confirmed, left out.
const MARKS = {
  undecided: { symbol: "triangle", symbolSize: 11, itemStyle: { color: "#7a4b00" } },
  kept: { symbol: "circle", symbolSize: 8, itemStyle: { color: COLOURS.ok } },
  excluded: { symbol: "diamond", symbolSize: 11, itemStyle: { color: "#fff", borderColor: COLOURS.danger, borderWidth: 2 } },
};
const marked = (marks) => ({
  type: "scatter", z: 6, data: marks.map((mark) => (mark ? { value: mark.calls, ...MARKS[mark.state] } : null)),
});

register("forecast-history", (data) => {
  const { labels, actual, mean, lo, hi, begin, marks, bands, words } = data;
  return withEvents({
    grid: { left: 4, right: 16, top: 36, bottom: 4, containLabel: true },
    tooltip: tooltip({ formatter: box(data) }),
    xAxis: { ...categories(labels, (at) => at % 14 === 0), boundaryGap: false },
    yAxis: amounts(words.unit),
    series: [
      ...band(lo, hi),
      curve(mean, { markLine: upright(begin, words.begin, COLOURS.ink2) }),
      curve(actual, { lineStyle: { color: COLOURS.ink2, width: 1.5 }, itemStyle: { color: COLOURS.ink2 } }),
      marked(marks),
    ],
  }, bands, 1);
});

// Seconds by time of day over bars of the calls behind them; a weekday without any call has no such axis.
register("forecast-profile", ({ labels, every, seconds, mean, calls, words }) => {
  const most = Math.max(...calls);
  const counts = { ...amounts(words.counted), max: Math.max(roundUp(most), 5), minInterval: 1, nameTextStyle: { color: COLOURS.ink2, fontSize: 12, align: "right" }, splitLine: { show: false } };
  return {
    grid: { left: 4, right: 4, top: 36, bottom: 4, containLabel: true },
    tooltip: tooltip({
      formatter: (places) => {
        const at = [places].flat()[0].dataIndex;
        const lines = known(seconds[at]) ? [`${labels[at]} ${number(seconds[at])} s`] : [labels[at]];
        return [...lines, `${words.counted} ${number(calls[at])}`].join("\n");
      },
    }),
    xAxis: categories(labels, (at) => at % every === 0),
    yAxis: most ? [amounts(words.unit), counts] : amounts(words.unit),
    series: [
      ...(most ? [{ type: "bar", yAxisIndex: 1, barWidth: "62%", data: calls, itemStyle: { color: BARS.ordinary }, silent: true }] : []),
      curve(seconds, {
        markLine: { symbol: "none", silent: true, label: { show: false }, lineStyle: { color: COLOURS.ink3, width: 1.5, type: "dashed" }, data: [{ yAxis: mean }] },
      }),
    ],
  };
});
