// Two pictures of one chart in one image, for looking.

/** Writes a PNG with mermaid's picture on the left and ours on the right, both in their own size. */
export async function sideBySide(browser, path, { name, left, right }) {
  const page = await browser.newPage({ viewport: { width: 1600, height: 800 } });
  await page.setContent(`<!doctype html><style>
    body { margin: 0; font: 14px sans-serif; display: inline-flex; gap: 24px; align-items: flex-start; background: #fff }
    figure { margin: 8px; flex: none } figcaption { margin-bottom: 8px; color: #666 }
    </style><figure><figcaption></figcaption></figure><figure><figcaption></figcaption></figure>`);
  await page.evaluate(
    ({ pictures, name }) => {
      const titles = [`${name}: mermaid`, "Netplat"];
      globalThis.document.querySelectorAll("figure").forEach((figure, index) => {
        figure.firstChild.textContent = titles[index];
        figure.insertAdjacentHTML("beforeend", pictures[index]);
        const svg = figure.querySelector("svg");
        if (!svg) return;
        const { width, height } = svg.viewBox.baseVal;
        svg.style.maxWidth = "none";
        svg.setAttribute("width", width);
        svg.setAttribute("height", height);
      });
    },
    { pictures: [left ?? "", right], name },
  );
  await page.locator("body").screenshot({ path });
  await page.close();
}
