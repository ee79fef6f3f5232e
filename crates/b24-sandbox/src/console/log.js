// The requests as they are answered, newest first, each with the clause behind its answer.

import { get, ofProcess, remove } from "./api.js";
import { by, element } from "./dom.js";

const MOST = 500;
const PAGE = 200;
const said = new Map();
let after = 0;
let paused = false;
let entries = [];

export function start() {
  by("log-filter").addEventListener("input", show);
  by("log-pause").addEventListener("click", pause);
  by("log-clear").addEventListener("click", async () => {
    await remove("journal");
    entries = [];
    show();
  });
  by("log-rows").addEventListener("click", (event) => toggle(event.target.closest("tr.exchange-row")));
}

export function forget() {
  after = 0;
  entries = [];
  show();
}

export function pause() {
  paused = !paused;
  by("log-pause").setAttribute("aria-pressed", paused);
}

export function filter() {
  by("log-filter").focus();
}

// Moves from row to row.
export function step(by_) {
  const rows = [...document.querySelectorAll("#log-rows tr.exchange-row")];
  const at = rows.indexOf(document.activeElement?.closest?.("tr.exchange-row"));
  rows[Math.min(Math.max(at + by_, 0), rows.length - 1)]?.focus();
}

export async function refresh() {
  if (paused) return;
  const page = await get(`journal?after=${after}&limit=${PAGE}`);
  if (page.last < after) return forget();
  if (page.exchanges.length === 0) return;
  after = page.exchanges.at(-1).number;
  entries = [...page.exchanges.toReversed(), ...entries].slice(0, MOST);
  show();
}

function show() {
  const wanted = by("log-filter").value.trim().toLowerCase();
  const shown = entries.filter((entry) => !wanted || words(entry).includes(wanted));
  const open = new Set([...document.querySelectorAll("#log-rows [aria-expanded=true]")].map((row) => row.dataset.number));
  const focused = document.activeElement?.dataset?.number;
  by("log-rows").replaceChildren(...shown.map(row));
  by("log-none").hidden = entries.length > 0;
  for (const line of document.querySelectorAll("#log-rows tr.exchange-row")) {
    if (open.has(line.dataset.number)) toggle(line);
    if (focused === line.dataset.number) line.focus();
  }
}

const clauseOf = ({ exchange }) => exchange.headers.find(([name]) => name === "b24-clause")?.[1] ?? "";
const words = (entry) => [entry.exchange.method, entry.exchange.credential, entry.exchange.status, clauseOf(entry)].join(" ").toLowerCase();

function row(entry) {
  const { number, exchange } = entry;
  const time = new Date(exchange.started * 1000).toISOString().slice(11, 23);
  const good = exchange.status > 0 && exchange.status < 400 ? "status-good" : "status-bad";
  const line = element("tr", { class: "exchange-row", tabindex: 0, "data-number": number, "aria-expanded": "false", keydown: onKey },
    element("td", {}, String(number)),
    element("td", {}, time),
    element("td", {}, exchange.method),
    element("td", {}, exchange.credential),
    element("td", { class: good }, String(exchange.status)),
    element("td", {}, clauseOf(entry)),
    element("td", { class: "number" }, (exchange.seconds * 1000).toFixed(1)));
  line.entry = entry;
  return line;
}

function onKey(event) {
  if (event.key === "Enter") toggle(event.currentTarget);
}

function toggle(line) {
  if (!line) return;
  const isOpen = line.getAttribute("aria-expanded") === "true";
  line.setAttribute("aria-expanded", !isOpen);
  if (isOpen) return line.nextElementSibling.remove();
  const detail = by("log-detail").content.cloneNode(true);
  const { exchange } = line.entry;
  const { verb, target, encoding, params, raw_body, headers, body } = exchange;
  detail.querySelector(".request").textContent = `${verb} ${target}\n${encoding}\n\n${raw_body ?? pretty(params)}`;
  detail.querySelector(".answer").textContent = `${exchange.status}\n${headers.map((header) => header.join(": ")).join("\n")}\n\n${shown(body)}`;
  const says = detail.querySelector(".says");
  line.after(element("tr", {}, element("td", { colspan: 7 }, detail)));
  explain(clauseOf(line.entry), says);
}

const pretty = (value) => JSON.stringify(value, null, 2);

function shown(body) {
  if (body === "empty") return "(nothing)";
  const [[kind, value]] = Object.entries(body);
  if (kind === "json") return pretty(value);
  return kind === "binary" ? `(${value} bytes that are no text)` : value;
}

// Tells what a clause says; clauses of the contract only have something to say.
async function explain(id, place) {
  if (!id) return;
  if (id.startsWith("sandbox/")) return place.append(`${id}: the sandbox's own doing, no clause of the contract.`);
  if (!said.has(id)) said.set(id, ofProcess(`clauses?id=${encodeURIComponent(id)}`).catch(() => undefined));
  const clause = await said.get(id);
  if (!clause) return;
  place.append(`${clause.says} `);
  if (clause.page) place.append(element("a", { href: clause.page, target: "_blank", rel: "noreferrer" }, clause.source));
  else if (clause.source) place.append(`(${clause.source})`);
}
