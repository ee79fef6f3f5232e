// The portal's clock, moved instead of waited for.

import { get, post } from "./api.js";
import { by } from "./dom.js";

let frozen = false;

export function start(changed) {
  for (const button of document.querySelectorAll("[data-advance]")) {
    button.addEventListener("click", () => post("clock", { advance: Number(button.dataset.advance) }).then(changed));
  }
  by("clock-freeze").addEventListener("click", () => post("clock", { freeze: !frozen }).then(changed));
  by("reset").addEventListener("click", () => {
    if (confirm("Put data, ids, requests, faults, limits and clock back to their start?")) post("reset").then(changed);
  });
}

export async function refresh() {
  const clock = await get("clock");
  frozen = clock.frozen;
  by("clock-now").textContent = `${clock.date}${frozen ? ", standing still" : ""}`;
  by("clock-freeze").textContent = frozen ? "Let it run" : "Stop it";
}
