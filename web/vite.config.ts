import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/**
 * Core, compiled by Maven (see browser/), for every build of the page: `#ruled-peer` with all that rooms take which belong
 * to somebody; `#gate-judge` with what judges wallets, and nothing else.
 */
export const peerAlias = {
  '#peer': path('../browser/target/module/peer.js'),
  '#ruled-peer': path('../browser/target/module/ruled-peer.js'),
  '#gate-judge': path('../browser/target/module/gate-judge.js'),
};

const NODE_CRYPTO = 'await import("crypto")';

/** The HPKE library looks for Node's module where a browser has no cryptography; ours would not be there. */
export const withoutNodeCrypto: Plugin = {
  name: 'without-node-crypto',
  transform(code, id) {
    if (!id.includes('/@hpke/') || !code.includes(NODE_CRYPTO)) return null;
    // As long as what it replaces, so that source maps stay right.
    return { code: code.replaceAll(NODE_CRYPTO, '{}'.padEnd(NODE_CRYPTO.length)), map: null };
  },
};

const { version } = JSON.parse(readFileSync(path('package.json'), 'utf8')) as { version: string };

export default defineConfig({
  // Wherever the page lies, its files lie beside it.
  base: './',
  define: { 'import.meta.env.VITE_VERSION': JSON.stringify(version) },
  resolve: { alias: peerAlias },
  plugins: [withoutNodeCrypto],
  build: {
    target: 'es2023',
    sourcemap: true,
    // The server's Content-Security-Policy knows no inline scripts, styles or data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Vite's own table shows one compression only; the build of p2p-client.js, which comes last, prints both.
    reportCompressedSize: false,
    rollupOptions: { input: { index: path('index.html'), docs: path('docs.html') } },
  },
});
