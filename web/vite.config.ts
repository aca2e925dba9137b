import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compressedSiblings } from './tools/compressed-siblings.js';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Core, compiled by Maven; see browser/. */
const peerModule = path('../browser/target/module/peer.js');

const { version } = JSON.parse(readFileSync(path('package.json'), 'utf8')) as { version: string };

export default defineConfig({
  define: { 'import.meta.env.VITE_VERSION': JSON.stringify(version) },
  resolve: { alias: { '#peer': peerModule } },
  build: {
    target: 'es2023',
    sourcemap: true,
    // The server's Content-Security-Policy knows no inline scripts, styles or data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Vite's own table shows one compression only; compressedSiblings prints both.
    reportCompressedSize: false,
    rollupOptions: { input: { index: path('index.html'), docs: path('docs.html') } },
  },
  plugins: [compressedSiblings()],
});
