// The control interface of the portal that is looked at.

import { by, element } from "./dom.js";

const ROOT = "/_sandbox/";
const own = location.pathname.match(/^\/_sandbox\/portals\/([^/]+)\/?$/);

let portal = own ? decodeURIComponent(own[1]) : "";
let token = sessionStorage.getItem("b24-control-token") ?? "";
let asking;

export const base = () => (portal ? `${ROOT}portals/${encodeURIComponent(portal)}/` : ROOT);
export const looksAt = () => portal;

export function lookAt(name) {
  portal = name;
}

export const get = (path) => call("GET", base() + path);
export const post = (path, body = {}) => call("POST", base() + path, body);
export const put = (path, body) => call("PUT", base() + path, body);
export const remove = (path) => call("DELETE", base() + path);
export const ofProcess = (path) => call("GET", ROOT + path);

async function call(verb, address, body) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  const answer = await fetch(address, { method: verb, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  if (answer.status === 401) {
    await (asking ??= ask().finally(() => (asking = undefined)));
    return call(verb, address, body);
  }
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error ?? `${verb} ${address} answered ${answer.status}`);
  return told;
}

// Asks for the control token, which is kept as long as the browser's tab.
function ask() {
  const dialog = by("token");
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      token = dialog.querySelector("input").value;
      sessionStorage.setItem("b24-control-token", token);
      resolve();
    }, { once: true });
  });
}

// Fills the list of portals, and keeps the choice.
export async function listPortals(select) {
  const { portals } = await ofProcess("portals");
  const names = ["", ...portals.map((each) => each.name)];
  select.replaceChildren(...names.map((name) => element("option", { value: name, selected: name === portal && "" }, name || "main")));
}
