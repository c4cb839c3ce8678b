// Serves dist/ below /netplat/, so that every test also proves that the page's paths are relative.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".md": "text/markdown; charset=utf-8",
  ".mmd": "text/plain; charset=utf-8",
};

/** Starts a server on a free port. `extra` maps paths to bodies, for documents that a test makes up. */
export async function serve(root = "dist", extra = {}) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const send = (type, body) => response.writeHead(200, { "content-type": type }).end(body);
    if (path in extra) return send(TYPES[extname(path)] ?? "text/html; charset=utf-8", extra[path]);
    if (!path.startsWith("/netplat/")) return response.writeHead(404).end();
    const file = normalize(path.slice("/netplat/".length)) || "index.html";
    if (file.startsWith("..")) return response.writeHead(403).end();
    try {
      const name = file === "." || file.endsWith("/") ? join(file, "index.html") : file;
      send(TYPES[extname(name)] ?? "application/octet-stream", await readFile(join(root, name)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, url: `${origin}/netplat/`, close: () => new Promise((done) => server.close(done)) };
}
