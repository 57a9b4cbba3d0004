import { readFileSync } from 'node:fs'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

/**
 * The chosen theme has to be known before the first paint, and the page's policy forbids inline scripts:
 * so a tiny classic script, hashed like every other asset, is placed ahead of the style sheet.
 */
function themeBeforePaint(): Plugin {
  const source = readFileSync(new URL('./src/theme-boot.js', import.meta.url), 'utf8')
  let serving = false
  return {
    name: 'theme-before-paint',
    configResolved({ command }) {
      serving = command === 'serve'
    },
    buildStart() {
      if (!serving) {
        this.emitFile({ type: 'asset', name: 'theme.js', source })
      }
    },
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle = {} }) {
        const asset = Object.values(bundle).find((file) => file.type === 'asset' && file.names.includes('theme.js'))
        const script = asset ? { attrs: { src: `/${asset.fileName}` } } : { children: source }
        return [{ tag: 'script', injectTo: 'head-prepend', ...script }]
      },
    },
  }
}

export default defineConfig({
  plugins: [react(), tailwindcss(), themeBeforePaint()],
  resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
  // The policy allows fonts and styles from the server only: nothing is inlined as a data: address.
  build: { assetsInlineLimit: 0, manifest: true, sourcemap: false, target: 'es2022' },
  server: { port: 5173, proxy: { '/api': process.env.CHATFORGE_API ?? 'http://127.0.0.1:4000' } },
  test: {
    environment: 'happy-dom',
    setupFiles: ['test/setup.ts'],
    include: ['test/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
  },
})
