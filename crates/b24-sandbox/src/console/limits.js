// Gauges of the limits: how full the buckets are, and how long methods have worked.

import { get, put, remove } from "./api.js";
import { by, count, element } from "./dom.js";

const CLOUD = { shown: "always", batch: "inner", cost: {} };
const PRESETS = {
  off: { rate: "off", operating: CLOUD },
  standard: { rate: "standard", operating: { ...CLOUD, limit: 480 } },
  enterprise: { rate: "enterprise", operating: { ...CLOUD, limit: 480 } },
};

export function start(changed) {
  by("limits-clear").addEventListener("click", () => remove("limits").then(changed));
  by("limits-preset").addEventListener("change", async (event) => {
    const limits = PRESETS[event.target.value];
    event.target.value = "";
    if (!limits) return;
    const config = await get("config");
    // What calls cost stays as it is.
    limits.operating.cost = config.limits.operating.cost;
    await put("config", { ...config, limits });
    changed();
  });
}

export async function refresh() {
  const { buckets, operating, time } = await get("limits");
  fill(by("limits-rate"), buckets.map(bucket), "No bucket has anything in it.");
  fill(by("limits-operating"), operating.map((account) => work(account, time)), "No method has worked yet.");
}

function fill(place, gauges, none) {
  place.replaceChildren(...(gauges.length > 0 ? gauges : [element("p", { class: "says" }, none)]));
}

function bucket({ source, level, threshold, leak, fits_in }) {
  const says = fits_in > 0 ? `full, room for one in ${fits_in.toFixed(1)} s` : `${level.toFixed(1)} of ${threshold}, leaks ${leak} a second`;
  return gauge(source, level, threshold, says);
}

function work({ webhook, application, method, seconds, limit, reset_at, blocked }, now) {
  const freed = Math.max(reset_at - now, 0).toFixed(0);
  const of = limit === null ? "no limit" : `of ${limit} s`;
  const says = `${blocked ? "BLOCKED, " : ""}${seconds.toFixed(3)} s, ${of}; the oldest minute leaves in ${count(Number(freed), "second", "seconds")}`;
  return gauge(`${method} by ${webhook ?? application}`, seconds, limit ?? Math.max(seconds, 1), says);
}

function gauge(name, value, max, says) {
  const meter = element("meter", { min: 0, max, high: max * 0.8, optimum: 0, value: Math.min(value, max), "aria-label": `${name}: ${says}` });
  return element("div", { class: "gauge" }, element("span", {}, name), meter, element("span", {}, says));
}
