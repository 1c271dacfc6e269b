// The page to try out targets: each slider says its value; the server works out the rest.
import { COLOURS, axis, number, register, tooltip } from "./charts.js";

document.addEventListener("input", ({ target }) => {
  const shown = target.type === "range" && document.getElementById(`${target.id}-shown`);
  if (!shown) return;
  const sign = shown.hasAttribute("data-signed") && Number(target.value) > 0 ? "+" : "";
  shown.textContent = sign + number(Number(target.value)) + shown.dataset.unit;
});

register("what-if", ({ labels, every, before, after, words }) => {
  const steps = (name, data, colour, width, type) => ({
    name, type: "line", step: "end", symbol: "none", data, itemStyle: { color: colour }, lineStyle: { color: colour, width, type },
  });
  return {
    grid: { left: 4, right: 16, top: 36, bottom: 4, containLabel: true },
    tooltip: tooltip(),
    xAxis: axis({ type: "category", data: labels, axisLabel: { color: COLOURS.ink2, fontSize: 12, interval: (at) => at % every === 0, hideOverlap: true } }),
    yAxis: axis({ type: "value", min: 0, minInterval: 1, name: words.unit, nameTextStyle: { color: COLOURS.ink2, fontSize: 12, align: "left" } }),
    series: [
      steps(words.after, after, COLOURS.primary, 2.5, "solid"),
      steps(words.before, before, COLOURS.ink3, 1.5, "dashed"),
    ],
  };
});
