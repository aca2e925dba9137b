/** The build of p2p-client.js: one classic script that needs no other. Runs last, and compresses what both wrote. */
import { defineConfig } from 'vite';
import { compressedSiblings } from './tools/compressed-siblings.js';
import { peerAlias, withoutNodeCrypto } from './vite.config.ts';

export default defineConfig({
  resolve: { alias: peerAlias },
  publicDir: false,
  build: {
    target: 'es2023',
    sourcemap: true,
    emptyOutDir: false,
    reportCompressedSize: false,
    rollupOptions: {
      input: 'src/p2p-client.ts',
      output: { format: 'iife', entryFileNames: 'p2p-client.js' },
    },
  },
  plugins: [withoutNodeCrypto, compressedSiblings()],
});
