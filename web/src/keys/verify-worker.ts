/** Verifies what the page hands over, beside it: Chromium verifies an Ed25519 signature in the thread that asks. */
import { type SessionCheck, verifyHere } from './verify.ts';

interface Question {
  readonly number: number;
  readonly checks: readonly SessionCheck[];
}

addEventListener('message', async ({ data }: MessageEvent<Question>) => {
  postMessage({ number: data.number, verdicts: await verifyHere(data.checks) });
});
