// Companies and contacts with a drawing of who is linked with whom.

import { get } from "./api.js";
import { by, element, svg } from "./dom.js";

const ROW = 34;
const WIDTH = 900;
const BOX = 300;
let next = null;

export function start() {
  by("links-first").addEventListener("click", () => page(0));
  by("links-next").addEventListener("click", () => page(next));
  by("links-around").addEventListener("submit", (event) => {
    event.preventDefault();
    const id = event.target.elements.id.value;
    if (id) around(id);
  });
}

export const open = () => page(0);

const page = async (after) => draw(await get(`links?after=${after}&limit=20`));
const around = async (id) => draw(await get(`links?around=${id}`));

function draw(graph) {
  next = graph.next;
  by("links-next").disabled = next === null;
  const none = by("links-none");
  none.hidden = !graph.cut && graph.companies.length + graph.contacts.length > 0;
  none.textContent = graph.cut ? "There are more links than fit; some are left out." : "There is no such record.";
  const left = places(graph.companies);
  const right = places(ordered(graph, left));
  const height = Math.max(left.size, right.size, 1) * ROW;
  const picture = by("links-picture");
  picture.setAttribute("viewBox", `0 0 ${WIDTH} ${height}`);
  // Primary links lie above the others.
  const lines = graph.links.toSorted((a, b) => a.primary - b.primary).map((link) => line(link, left, right));
  picture.replaceChildren(...lines,
    ...graph.contacts.map((contact) => sorts(contact, graph.links, left, right)),
    ...graph.companies.map((company) => box(company, 0, left.get(company.id), "company")),
    ...graph.contacts.map((contact) => box(contact, WIDTH - BOX, right.get(contact.id), "contact")));
}

// Contacts in the order of the companies that they belong to, so that few lines cross.
function ordered(graph, left) {
  const height = new Map();
  for (const { company, contact } of graph.links) {
    const of = height.get(contact) ?? [];
    of.push(left.get(company));
    height.set(contact, of);
  }
  const middle = ({ id }) => (height.has(id) ? height.get(id).reduce((a, b) => a + b) / height.get(id).length : Infinity);
  return graph.contacts.toSorted((a, b) => middle(a) - middle(b) || a.id - b.id);
}

const places = (records) => new Map(records.map((record, index) => [record.id, index]));
const middle = (place) => place * ROW + ROW / 2;

function line(link, left, right) {
  const [from, to] = [middle(left.get(link.company)), middle(right.get(link.contact))];
  const [a, b] = [BOX, WIDTH - BOX];
  const path = `M${a} ${from} C${a + 110} ${from} ${b - 110} ${to} ${b} ${to}`;
  const says = `company ${link.company}, contact ${link.contact}: SORT ${link.sort}, ROLE_ID ${link.role}${link.primary ? ", primary" : ""}`;
  return svg("path", { d: path, class: link.primary ? "link primary" : "link" }, svg("title", {}, says));
}

// SORT of the links that end at a contact, in the order of their companies.
function sorts({ id }, links, left, right) {
  const own = links.filter((link) => link.contact === id).toSorted((a, b) => left.get(a.company) - left.get(b.company));
  const text = own.map((link) => `${link.primary ? "★ " : ""}${link.sort}`).join(" · ");
  return svg("text", { x: WIDTH - BOX - 6, y: middle(right.get(id)) - 4, "text-anchor": "end", class: "sort" }, text);
}

function box(record, x, place, kind) {
  const name = record.name === null ? "(gone)" : record.name || "(no name)";
  const show = () => around(record.id);
  const label = `${record.id} ${name}`;
  return svg("g", { class: record.name === null ? "record gone" : "record", tabindex: 0, role: "button", "aria-label": `${kind} ${label}`, click: show, keydown: (event) => event.key === "Enter" && show() },
    svg("rect", { x: x + 1, y: place * ROW + 3, width: BOX - 2, height: ROW - 6, rx: 5 }),
    svg("text", { x: x + 10, y: middle(place) + 5 }, label.length > 40 ? `${label.slice(0, 39)}…` : label, svg("title", {}, `${kind} ${label}`)));
}
