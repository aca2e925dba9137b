import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** What shrinks, and is not only for developers (source maps are fetched by their tools alone). */
const COMPRESSIBLE = /\.(?:html|js|css|svg|json|txt|webmanifest)$/;

const GZIP_LEVEL = 9;

/** @param {number} bytes */
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1).padStart(7)} kB`;

/** @param {string} folder */
function compressFolder(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !COMPRESSIBLE.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const content = readFileSync(file);
    const gzip = gzipSync(content, { level: GZIP_LEVEL });
    const brotli = brotliCompressSync(content, {
      params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
    });
    writeFileSync(`${file}.gz`, gzip);
    writeFileSync(`${file}.br`, brotli);
    const sizes = [content, gzip, brotli].map(({ length }) => kilobytes(length)).join(' ');
    console.log(`${sizes}  ${relative(folder, file)}`);
  }
}

/**
 * Writes a `.gz` and a `.br` beside every text file of the build, so that the server compresses nothing while it
 * serves, and prints the sizes: as built, gzip, brotli.
 * @returns {import('vite').Plugin}
 */
export function compressedSiblings() {
  let folder = '';
  return {
    name: 'compressed-siblings',
    apply: (config, { command }) => command === 'build' && !config.build?.ssr,
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle() {
      compressFolder(folder);
    },
  };
}
