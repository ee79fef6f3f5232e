// What goes wrong on purpose, switched on and off.

import { get, post, remove } from "./api.js";
import { by, element } from "./dom.js";

// The kinds: what each does, and the members that are its own, with what is usual.
const KINDS = {
  "latency": ["The call waits, and is then done as ever.", { seconds: "2" }],
  "error": ["The call is not done and answered with an error of the contract.", { error: "system/query-limit-exceeded" }],
  "status": ["The call is not done and answered with any status and text.", { status: "500", body: "Internal Server Error" }],
  "page": ["The call is not done and answered with the HTML page of a gateway.", { status: "502" }],
  "close": ["The call is not done, and the connection is closed without an answer.", {}],
  "reset": ["The call is not done, and the connection is reset without an answer.", {}],
  "answer-lost": ["The call is done, and its answer is lost.", {}],
  "half-batch": ["The first commands of a batch are done, the others are not, and the answer is lost.", { commands: "" }],
  "truncated": ["The call is done, and the connection is closed before all of the body is sent.", { bytes: "" }],
  "empty": ["The call is done and its answer has no body.", {}],
  "content-type": ["The call is done and its answer says that it is of another type.", { content_type: "text/html" }],
  "drip": ["The call is done and its answer comes in small pieces.", { bytes: "8", seconds: "0.1" }],
};
const NUMBERS = ["from", "times", "probability", "seconds", "status", "commands", "bytes"];

export function start(changed) {
  const form = by("faults-new");
  form.elements.what.append(...Object.keys(KINDS).map((kind) => element("option", {}, kind)));
  form.elements.what.addEventListener("change", choose);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await post("faults", wanted(form));
    changed();
  });
  by("faults-rows").addEventListener("click", async (event) => {
    const { id } = event.target.dataset;
    if (!id) return;
    await remove(`faults/${id}`);
    changed();
  });
  choose();
}

export async function refresh() {
  const { faults } = await get("faults");
  // Rows stay the same elements as long as nothing changes, so that a button keeps the focus.
  const state = JSON.stringify(faults);
  if (by("faults-rows").dataset.state === state) return;
  by("faults-rows").dataset.state = state;
  by("faults-rows").replaceChildren(...faults.map(row));
  by("faults-none").hidden = faults.length > 0;
}

function choose() {
  const [says, own] = KINDS[by("faults-new").elements.what.value];
  by("faults-says").textContent = says;
  by("faults-own").replaceChildren(...Object.entries(own).map(([name, usual]) =>
    element("label", {}, `${name} `, element("input", { name, value: usual, size: Math.max(usual.length, 6) }), " ")));
}

function wanted(form) {
  const entries = [...new FormData(form)].filter(([, value]) => value !== "");
  return Object.fromEntries(entries.map(([name, value]) => [name, NUMBERS.includes(name) ? Number(value) : value]));
}

function row({ id, configured, matched, hit, left, fault }) {
  const { what, method, credential, ...others } = fault;
  const where = [method ?? "any method", credential && `by ${credential}`].filter(Boolean).join(" ");
  const details = Object.entries(others).map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(", ");
  return element("tr", {},
    element("td", {}, details ? `${what} (${details})` : what),
    element("td", {}, configured ? `${where}, configured` : where),
    element("td", { class: "number" }, String(matched)),
    element("td", { class: "number" }, String(hit)),
    element("td", { class: "number" }, left === null ? "all" : String(left)),
    element("td", {}, element("button", { type: "button", "data-id": id }, "Switch off")));
}
