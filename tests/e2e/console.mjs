// The console in a browser: a call is made, the log shows it; a fault is switched on, and the next call feels it.
//
// Run it with: b24 serve -- node console.mjs SCREENSHOT

import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const { B24_PORTAL: portal, B24_CONTROL: control } = process.env;
const [, , screenshot] = process.argv;

const call = (method, params) => fetch(portal + method, {
  method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(params),
});
const tell = (path, body, method = "POST") => fetch(control + path, {
  method, headers: { "Content-Type": "application/json" }, body: body && JSON.stringify(body),
}).then((answer) => answer.json());

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
page.setDefaultTimeout(10_000);
const complaints = [];
page.on("pageerror", (error) => complaints.push(error.message));
page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
page.on("dialog", (dialog) => dialog.accept());
const row = (text) => page.locator("#log-rows tr.exchange-row", { hasText: text });

try {
  // Programs find the index where browsers find the page.
  assert.ok((await tell("", undefined, "GET")).control.length > 10);
  await page.goto(control);

  // A call is made, and the log shows it with the clause behind its answer.
  assert.equal((await call("crm.company.contact.items.get", { id: 32 })).status, 200);
  await row("crm.company.contact.items.get.result#").waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByText("The company's links; empty when it has none.").waitFor();

  // The drawing shows who is linked with whom, and which link is primary.
  await page.keyboard.press("2");
  await page.getByRole("button", { name: "company 32 Crossroads" }).click();
  await page.waitForFunction(() => document.querySelectorAll("#links-picture .record").length === 4);
  assert.equal(await page.locator("#links-picture .link").count(), 3);
  assert.equal(await page.locator("#links-picture .primary title").textContent(), "company 32, contact 7: SORT 100, ROLE_ID 0, primary");

  // Limits are switched on; after some calls at once a bucket is not empty.
  await page.keyboard.press("3");
  await page.locator("#limits-preset").selectOption("standard");
  await page.waitForFunction(() => document.getElementById("limits-preset").value === "");
  for (let tries = 0; (await tell("config", undefined, "GET")).limits.rate !== "standard"; tries += 1) assert.ok(tries < 100);
  await Promise.all(Array.from({ length: 20 }, () => call("profile", {})));
  await page.locator("#limits-rate meter").waitFor();

  // A fault is switched on and felt, and switched off again.
  await page.locator("body").click();
  await page.keyboard.press("4");
  await page.getByLabel("What").selectOption("status");
  await page.getByLabel("Method").fill("crm.company.*");
  await page.getByRole("button", { name: "Switch on" }).click();
  const off = page.getByRole("button", { name: "Switch off" });
  await off.waitFor();
  assert.equal((await call("crm.company.get", { id: 32 })).status, 500);
  assert.equal((await call("crm.contact.get", { id: 7 })).status, 200);
  await page.locator("#faults-rows td.number", { hasText: "1" }).first().waitFor();
  await off.click();
  await page.getByText("Nothing goes wrong on purpose.").waitFor();
  assert.equal((await call("crm.company.get", { id: 32 })).status, 200);

  // The clock is moved, another portal is looked at, and the first one is put back to its start.
  await page.locator("body").click();
  await page.keyboard.press("5");
  const before = (await tell("clock", undefined, "GET")).time;
  await page.getByRole("button", { name: "+1 day" }).click();
  while ((await tell("clock", undefined, "GET")).time < before + 86400) await page.waitForTimeout(20);
  await tell("portals", { name: "second" });
  await page.locator("#portal option", { hasText: "second" }).waitFor({ state: "attached" });
  await page.getByLabel("Portal").selectOption("second");
  await page.locator("h1").click();
  await page.keyboard.press("1");
  await page.getByText("No requests yet.").waitFor();
  await page.getByLabel("Portal").selectOption("");
  await row("crm.contact.get").first().waitFor();
  await row("crm.company.get").filter({ hasText: "500" }).click();
  await page.getByText("the sandbox's own doing").waitFor();
  if (screenshot) await page.screenshot({ path: screenshot });

  // An answer that was lost is no success, and a narrow window shows all of it.
  await tell("faults", { what: "answer-lost", method: "crm.company.add", times: 1 });
  await assert.rejects(call("crm.company.add", { fields: { TITLE: "Once" } }));
  await row("crm.company.add").locator(".status-bad", { hasText: "0" }).waitFor();
  await page.setViewportSize({ width: 400, height: 800 });
  for (const key of ["5", "4", "3", "2", "1"]) {
    await page.locator("h1").click();
    await page.keyboard.press(key);
    await page.locator(`main > section:nth-of-type(${key})`).waitFor();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `view ${key} is too wide`);
  }

  assert.deepEqual(complaints, []);
  console.log("the console shows calls, links, limits and faults");
} finally {
  await browser.close();
}
