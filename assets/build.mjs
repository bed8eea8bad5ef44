// Builds everything a browser gets into src/duban/static/built/.
//
//   src/main.ts + src/styles/main.scss   → main.js, main.css      on every page
//   src/<place>/page.ts, page.scss       → <place>.js, <place>.css  on the pages of that place
//   the icons named in src/icons.json    → icons.svg
//   the licences of what is built in     → NOTICES.txt
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const sources = join(here, "src");
const target = join(here, "..", "src", "duban", "static", "built");

function entries() {
  const found = [
    { in: join(sources, "main.ts"), out: "main" },
    { in: join(sources, "styles", "main.scss"), out: "main" },
  ];
  for (const place of readdirSync(sources, { withFileTypes: true })) {
    if (!place.isDirectory()) continue;
    for (const ending of ["ts", "scss"]) {
      const file = join(sources, place.name, `page.${ending}`);
      if (existsSync(file)) found.push({ in: file, out: place.name });
    }
  }
  return found;
}

const scss = {
  name: "scss",
  setup(build) {
    build.onLoad({ filter: /\.scss$/ }, async ({ path }) => {
      const result = await sass.compileAsync(path, {
        loadPaths: [join(here, "node_modules"), join(sources, "styles")],
        quietDeps: true,
        silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
      });
      return {
        contents: result.css,
        loader: "css",
        watchFiles: result.loadedUrls.filter((url) => url.protocol === "file:").map((url) => fileURLToPath(url)),
      };
    });
  },
};

function sprite() {
  const names = JSON.parse(readFileSync(join(sources, "icons.json"), "utf8"));
  const symbols = names.map((name) => {
    const file = join(here, "node_modules", "@tabler", "icons", "icons", "outline", `${name}.svg`);
    const inner = readFileSync(file, "utf8").replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
    const shapes = inner.replace(/<path stroke="none"[^>]*\/>/, "").replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

// Whoever is handed the built files is handed the licences of what is in them.
function notices() {
  return ["htmx.org", "@tabler/core", "@tabler/icons", "bootstrap"]
    .map((name) => {
      const folder = join(here, "node_modules", name);
      const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      return `${name} ${version} (${license})\n\n${readFileSync(join(folder, "LICENSE"), "utf8").trim()}\n`;
    })
    .join(`\n${"-".repeat(72)}\n\n`);
}

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
await esbuild.build({
  entryPoints: entries(),
  outdir: target,
  bundle: true,
  minify: true,
  sourcemap: false,
  format: "esm",
  target: ["chrome96"],
  legalComments: "linked",
  plugins: [scss],
  logLevel: "warning",
});
writeFileSync(join(target, "icons.svg"), sprite());
writeFileSync(join(target, "NOTICES.txt"), notices());
console.log(`built ${readdirSync(target).length} files into ${target}`);
