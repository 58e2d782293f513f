#!/usr/bin/env bash
# Rebuilds graphiql.min.js.gz, graphiql.min.css.gz and LICENSES.txt from the versions that package-lock.json pins.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$here"/package*.json "$here/src" "$work"
cd "$work"
npm ci --ignore-scripts --no-audit --no-fund
npx esbuild src/index.js --bundle --minify --format=iife --target=es2022 --legal-comments=none \
  --define:process.env.NODE_ENV='"production"' --loader:.woff2=empty --loader:.woff=empty \
  --metafile=meta.json --outfile=out/graphiql.min.js
# The page uses the system's fonts: the embedded ones are half of the style sheet.
node -e '
  const fs = require("node:fs");
  const css = fs.readFileSync("out/graphiql.min.css", "utf8");
  fs.writeFileSync("out/graphiql.min.css", css.replace(/@font-face\{[^}]*\}/g, ""));
  const packages = new Set(Object.keys(JSON.parse(fs.readFileSync("meta.json")).inputs)
    .map((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean));
  const texts = new Map();
  for (const name of [...packages].sort()) {
    const folder = `node_modules/${name}`;
    const { version, license, author, repository } = JSON.parse(fs.readFileSync(`${folder}/package.json`));
    const file = fs.readdirSync(folder).find((entry) => /^licen[sc]e/i.test(entry));
    const source = repository?.url ?? repository ?? "npm";
    const by = author?.name ?? author;
    const text = file ? fs.readFileSync(`${folder}/${file}`, "utf8").trim()
      : `The package has no licence file. It states: ${license}${by ? `, by ${by}` : ""}; ${source}`;
    texts.set(text, [...(texts.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const parts = [...texts].map(([text, names]) => `${names.join("\n")}\n\n${text}\n`);
  fs.writeFileSync("out/LICENSES.txt", ["graphiql.min.js and graphiql.min.css contain the following packages.\n", ...parts]
    .join("\n" + "-".repeat(80) + "\n\n"));
'
gzip -9 --no-name out/graphiql.min.js out/graphiql.min.css
mv out/* "$here"
ls -l "$here"
