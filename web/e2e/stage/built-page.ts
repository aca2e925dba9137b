import assert from 'node:assert/strict';
import { build } from 'vite';

/** A page of e2e/pages, built as the app is, in one file. */
export async function builtPage(script: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2023',
      modulePreload: false,
      rollupOptions: { input: `e2e/pages/${script}` },
    },
  });
  assert.ok(!Array.isArray(built) && 'output' in built);
  const code = built.output[0].code.replaceAll('</script', '<\\/script');
  return `<!doctype html><title>${script}</title><link rel="icon" href="data:,"><script type="module">${code}</script>`;
}
