// The page on a phone: 390 pixels wide, with fingers.
import assert from "node:assert/strict";
import { becomes, drawn, editor, eventually, paste, picture, place, selection, visits, written } from "./designer.mjs";

const visit = visits();
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const CHART = "flowchart LR\n  a[Alpha] --> b[Beta] --> c[Gamma] --> d[Delta] --> e[Epsilon]\n";

/** Fails when something sticks out on a side, or when the page scrolls sideways. */
async function fits(page, where) {
  const { scrolled, wide } = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const shown = [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility() && !element.closest("svg"));
    const scrolls = (element) => element && (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    const out = shown.filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 1 && (box.right > width + 1 || box.left < -1) && !scrolls(element.parentElement);
    });
    return {
      scrolled: document.documentElement.scrollWidth - width,
      wide: out.map((element) => element.outerHTML.slice(0, 120)),
    };
  });
  assert.deepEqual({ scrolled, wide }, { scrolled: 0, wide: [] }, where);
}

/** Buttons and fields that a finger cannot hit: smaller than 24 pixels (WCAG 2.2, 2.5.8). */
async function tooSmall(page) {
  const shown = page.locator("button, input, select, summary, [role=tab]");
  return shown.evaluateAll((elements) =>
    elements
      .filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && (box.width < 24 || box.height < 24))
      .map(({ element, box }) => `${element.outerHTML.slice(0, 80)} ${box.width}×${box.height}`),
  );
}

visit(
  "each pane shows by its tab, nothing sticks out, and fingers find the buttons",
  async (page) => {
    await fits(page, "the empty page");
    assert.deepEqual(await tooSmall(page), []);
    const panes = page.getByRole("navigation", { name: "Panes" });
    await panes.getByRole("button", { name: "Text" }).tap();
    await editor(page).waitFor({ state: "visible" });
    await paste(page, CHART);
    await fits(page, "the text");

    await panes.getByRole("button", { name: "Picture" }).tap();
    await written(page, "Epsilon").waitFor();
    assert.equal(await editor(page).isVisible(), false);
    await fits(page, "the picture");

    await panes.getByRole("button", { name: "Panels" }).tap();
    for (const name of ["Inspector", /^Problems/, "Addresses", "Export"]) {
      await page.getByRole("tab", { name }).tap();
      await page.getByRole("tabpanel", { name }).waitFor();
      await fits(page, `panel ${name}`);
      assert.deepEqual(await tooSmall(page), []);
    }

    await page.getByRole("button", { name: "Menu" }).tap();
    await fits(page, "the menu");
    await page.getByRole("menuitem", { name: /^Share/ }).tap();
    await page.getByRole("dialog", { name: "Share" }).waitFor();
    await fits(page, "sharing");
    await page.getByRole("button", { name: "Close" }).tap();
  },
  PHONE,
);

visit(
  "a finger selects a node, and moves the picture",
  async (page) => {
    await page.getByRole("navigation", { name: "Panes" }).getByRole("button", { name: "Text" }).tap();
    await paste(page, CHART);
    await page.getByRole("navigation", { name: "Panes" }).getByRole("button", { name: "Picture" }).tap();
    await written(page, "Alpha").waitFor();
    const box = await picture(page).boundingBox();
    // The whole picture is in sight.
    await eventually(async () => {
      for (const name of ["Alpha", "Epsilon"]) {
        const { x } = await place(page, name);
        assert.ok(x > box.x && x < box.x + box.width, name);
      }
    });
    const { x, y } = await place(page, "Gamma");
    await page.touchscreen.tap(x, y);
    await becomes(() => selection(page), "Gamma");

    const finger = await page.context().newCDPSession(page);
    const touch = (type, ...touchPoints) => finger.send("Input.dispatchTouchEvent", { type, touchPoints });
    const from = { x: box.x + 40, y: box.y + box.height - 80 };
    await touch("touchStart", from);
    for (const step of [10, 25, 40]) await touch("touchMove", { x: from.x + step, y: from.y - step });
    await touch("touchEnd");
    await eventually(async () => {
      const moved = await place(page, "Gamma");
      assert.ok(Math.abs(moved.x - x - 40) < 3 && Math.abs(moved.y - y + 40) < 3, JSON.stringify(moved));
    });
    assert.equal((await drawn(page)).length, 9);
  },
  PHONE,
);
