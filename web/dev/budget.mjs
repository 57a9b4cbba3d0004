/** Fails when the first view, signed in or signed out, needs more script than it may. Run after the build. */
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMIT = 200_000
const manifest = JSON.parse(readFileSync(new URL('../dist/.vite/manifest.json', import.meta.url), 'utf8'))
const size = (file) => gzipSync(readFileSync(new URL(`../dist/${file}`, import.meta.url)), { level: 9 }).length

function closure(key, seen = new Set()) {
  if (!seen.has(key)) {
    seen.add(key)
    for (const next of manifest[key].imports ?? []) {
      closure(next, seen)
    }
  }
  return seen
}

let failed = false
for (const page of ['auth/sign-in-page', 'bots/bots-page', 'chat/chat-page', 'sources/sources-page']) {
  const keys = new Set([...closure('index.html'), ...closure(`src/pages/${page}.tsx`)])
  const total = [...keys].reduce((sum, key) => sum + size(manifest[key].file), 0)
  failed ||= total > LIMIT
  console.log(`${page}: ${(total / 1000).toFixed(1)} kB compressed in ${keys.size} files`)
}
for (const file of readdirSync(new URL('../dist', import.meta.url))) {
  if (
    file.endsWith('.html') &&
    /<script(?![^>]*src=)|<style| style=| on\w+=/.test(
      readFileSync(new URL(`../dist/${file}`, import.meta.url), 'utf8'),
    )
  ) {
    console.error(`${file} holds an inline script or style, which the page's policy forbids`)
    failed = true
  }
}
process.exit(failed ? 1 : 0)
