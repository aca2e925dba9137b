/** What is written in TypeScript, for Node 20, which reads none: Vite translates it into a folder. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** The web folder, with a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * @param {string} outDir emptied before
 * @param {Record<string, string>} input file names without .js, and what they are made of
 * @param {import('vite').Alias[]} alias modules to put in the place of others
 */
export async function translate(outDir, input, alias = []) {
  await build({
    root,
    configFile: `${root}vite.config.ts`,
    logLevel: 'warn',
    resolve: { alias },
    build: {
      ssr: true,
      copyPublicDir: false,
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rollupOptions: { input },
    },
  });
}
