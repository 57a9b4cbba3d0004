/** `npm run dev:fake`: the fake server and Vite. `node dev/start.mjs --built` serves web/dist under the real policy instead. */
import { spawn } from 'node:child_process'
import { createReadStream, existsSync } from 'node:fs'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createFakeServer } from './fake-server.mjs'

const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; " +
  "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}
const dist = fileURLToPath(new URL('../dist', import.meta.url))
const built = process.argv.includes('--built')
const port = Number(process.env.PORT ?? 4100)

function serveBuilt(_, response, url) {
  const path = join(dist, normalize(url.pathname))
  const file = extname(path) && existsSync(path) ? path : join(dist, 'index.html')
  response.writeHead(200, {
    'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    'Content-Security-Policy': POLICY,
  })
  createReadStream(file).pipe(response)
}

createFakeServer({
  signedIn: !process.argv.includes('--signed-out'),
  empty: process.argv.includes('--empty'),
  fallback: built ? serveBuilt : undefined,
}).listen(port, '127.0.0.1', () => {
  console.log(`Fake API${built ? ' and the built application' : ''} on http://127.0.0.1:${port}`)
  if (!built) {
    spawn('npx', ['vite'], { stdio: 'inherit', env: { ...process.env, CHATFORGE_API: `http://127.0.0.1:${port}` } })
  }
})
