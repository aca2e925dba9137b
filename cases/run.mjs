// Runs every vector against the compiled module, in its strict and in its shipped build. The JVM runs the same vectors
// in VectorsTest; whoever answers otherwise is wrong.
import assert from 'node:assert/strict';
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const here = new URL('.', import.meta.url);
const vectors = new URL('src/main/resources/vectors/', here);
const { keccak_256 } = await import(new URL('../web/node_modules/@noble/hashes/sha3.js', here));

const AES_GCM = 'aes-256-gcm';
const TAG_BYTES = 16;

const port = {
  sha256: (data) => new Uint8Array(createHash('sha256').update(data).digest()),
  keccak256: (data) => keccak_256(data),
  aesGcmSeal(key, nonce, associated, content) {
    const cipher = createCipheriv(AES_GCM, key, nonce).setAAD(associated);
    return new Uint8Array(Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]));
  },
  aesGcmOpen(key, nonce, associated, sealed) {
    const decipher = createDecipheriv(AES_GCM, key, nonce).setAAD(associated);
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    const content = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES));
    try {
      decipher.final();
    } catch {
      return null;
    }
    return new Uint8Array(content);
  },
};

let count = 0;
for (const build of ['strict', 'shipped']) {
  const { run } = await import(new URL(`target/${build}/cases.js`, here));
  for (const file of readdirSync(vectors).filter((name) => name.endsWith('.json'))) {
    describe(`${build} ${file}`, () => {
      for (const vector of JSON.parse(readFileSync(new URL(file, vectors), 'utf8'))) {
        count++;
        it(vector.name, () => assert.equal(run(port, vector.op, vector.in), vector.out));
      }
    });
  }
}

it('has vectors', () => assert.ok(count > 0));
