// Our pictures, as the program `netplat` prints them.
import { execFile } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The program that was built last, or the one that NETPLAT names. */
export function program() {
  if (process.env.NETPLAT) return process.env.NETPLAT;
  const built = ["target/release/netplat", "target/debug/netplat"].filter((path) => existsSync(path));
  built.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  return built[0] ?? null;
}

/** Our picture of a chart as `{ picture }`, or `{ refused }` with the reason. */
export async function ourPicture(netplat, file) {
  try {
    return { picture: JSON.parse(await render(netplat, file, "scene")) };
  } catch (error) {
    return { refused: (error.stderr || error.message).trim().split("\n")[0] };
  }
}

/** Our picture of a chart as SVG. */
export function ourSvg(netplat, file) {
  return render(netplat, file, "svg");
}

async function render(netplat, file, format) {
  const { stdout } = await run(netplat, ["render", "--format", format, file], { maxBuffer: 1 << 28, timeout: 60_000 });
  return stdout;
}
