/** Verifies what the page hands over, beside it: Chromium verifies an Ed25519 signature in the thread that asks. */
import { unpackChecks } from './packed-checks.ts';
import { verifyHere } from './verify.ts';

interface Question {
  readonly number: number;
  readonly packed: ArrayBuffer;
}

addEventListener('message', async ({ data }: MessageEvent<Question>) => {
  postMessage({ number: data.number, verdicts: await verifyHere(unpackChecks(data.packed)) });
});
