// Views, keys, and the beat at which they are brought up to date.

import { get, listPortals, lookAt } from "./api.js";
import { by, count } from "./dom.js";
import * as clock from "./clock.js";
import * as faults from "./faults.js";
import * as limits from "./limits.js";
import * as links from "./links.js";
import * as log from "./log.js";

const VIEWS = ["log", "links", "limits", "faults", "clock"];
const BEAT = 700;

const view = () => (VIEWS.includes(location.hash.slice(1)) ? location.hash.slice(1) : "log");

function show() {
  for (const name of VIEWS) by(name).hidden = name !== view();
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === `#${view()}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (view() === "links") attempt(links.open);
  attempt(refresh);
}

// Brings the view up to date; whoever asks while that is under way waits for the same.
let refreshing;
const refresh = () => (refreshing ??= refreshed().finally(() => (refreshing = undefined)));

async function refreshed() {
  const health = await get("health");
  by("state").textContent = `${health.date} · ${count(health.exchanges, "request", "requests")}${health.broken_answers ? ` · ${count(health.broken_answers, "broken answer", "broken answers")}` : ""}`;
  await log.refresh();
  if (view() === "limits") await limits.refresh();
  if (view() === "faults") await faults.refresh();
  if (view() === "clock") await clock.refresh();
}

// Does something and tells, above everything else, what went wrong.
async function attempt(work) {
  try {
    await work();
    by("trouble").hidden = true;
  } catch (problem) {
    by("trouble").textContent = problem instanceof TypeError ? "The sandbox does not answer." : problem.message;
    by("trouble").hidden = false;
  }
}

async function beat() {
  if (!document.hidden) await attempt(refresh);
  setTimeout(beat, BEAT);
}

// Somebody who looks at the list is not disturbed.
async function portals() {
  if (!document.hidden && document.activeElement !== by("portal")) await attempt(() => listPortals(by("portal")));
  setTimeout(portals, 8 * BEAT);
}

function onKey(event) {
  const inField = event.target.matches("input, select, textarea");
  if (event.key === "Escape" && inField) return event.target.blur();
  if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key >= "1" && event.key <= "5") location.hash = VIEWS[Number(event.key) - 1];
  else if (event.key === "/") log.filter();
  else if (event.key === "p") log.pause();
  else if (event.key === "j") log.step(1);
  else if (event.key === "k") log.step(-1);
  else return;
  event.preventDefault();
}

by("portal").addEventListener("change", (event) => {
  lookAt(event.target.value);
  log.forget();
  show();
});
addEventListener("hashchange", show);
addEventListener("keydown", onKey);
addEventListener("unhandledrejection", (event) => attempt(() => Promise.reject(event.reason)));
for (const each of [log, links, limits, faults]) each.start(() => attempt(refresh));
clock.start(() => attempt(refresh));
portals();
show();
beat();
