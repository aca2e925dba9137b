import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gateDenialWords, gateWords } from './words.ts';

const CONTRACT = '0x5b38da6a701c568545dcfcb03fcb875f56beddc4';
const badge = { erc721: { chain: 1, contract: CONTRACT } };

test('a rule is told in plain words', () => {
  assert.equal(gateWords(badge), 'holds 1 or more tokens of the contract 0x5b38…ddc4 on Ethereum');
  assert.equal(
    gateWords({ any: [badge, { not: { native: { chain: 5, min: '7' } } }] }),
    '(holds 1 or more tokens of the contract 0x5b38…ddc4 on Ethereum) or (is none that holds 7 or more of the smallest unit of the coin of chain 5)',
  );
  assert.equal(gateWords({ allow: ['a', 'b'] }), 'is one of 2 that are listed');
  assert.equal(
    gateWords({ erc721: { chain: 137, contract: CONTRACT, min: 2, ids: [3, '4'] } }),
    'holds 2 or more tokens of the contract 0x5b38…ddc4 on Polygon (only number 3, 4)',
  );
});

test('whose tokens count, and for how many, is told', () => {
  const of = { chain: 1, contract: CONTRACT, delegates: true };
  assert.equal(
    gateWords({ erc721: { ...of, seat: true } }),
    'holds 1 or more tokens of the contract 0x5b38…ddc4 on Ethereum, or has been delegated to by one that does; each of these lets in one wallet at a time',
  );
  for (const rule of [{ erc20: of }, { erc1155: { ...of, id: 3 } }]) {
    assert.match(gateWords(rule), /, or has been delegated to by one that does$/);
  }
  assert.doesNotMatch(gateWords({ erc20: { ...of, delegates: 1 } }), /delegated/);
});

test('whoever wants seats on tokens that cannot be listed is told to name them', () => {
  const verdict = { outcome: 'unknown', reason: 'no_answer', parts: [] };
  const of = { chain: 1, contract: CONTRACT, seat: true };
  const told = (rule: unknown) => gateDenialWords({ rule, verdict });
  assert.match(told({ erc721: of }), /must name the numbers of the tokens \(ids\)\.$/);
  assert.match(told({ erc721: { ...of, ids: [1] } }), /must mend it\.$/);
  assert.match(told({ erc721: { ...of, seat: false } }), /must mend it\.$/);
});

test('whoever is not let in is told which condition fails, and what helps', () => {
  const words = gateDenialWords({
    rule: { all: [badge, { erc20: { chain: 1, contract: CONTRACT, min: 5 } }] },
    verdict: {
      outcome: 'fail',
      reason: 'parts',
      parts: [
        { outcome: 'fail', reason: 'too_new', parts: [] },
        { outcome: 'unknown', reason: 'no_answer', parts: [] },
      ],
    },
  });
  assert.match(words, /^This room is for whoever has a wallet that \(holds 1/);
  assert.match(words, /since a moment ago: try again in a minute; holds 5 .* must mend it\.$/);
});

test('what a server makes up is told all the same, and in bounds', () => {
  assert.equal(gateWords(null), 'fulfils a rule that this page does not know');
  assert.equal(
    gateWords({ erc20: 7 }),
    'holds 1 or more of the smallest unit of the currency of the contract ? on chain ?',
  );
  let deep: unknown = badge;
  for (let i = 0; i < 10_000; i++) deep = { not: deep };
  assert.ok(gateWords(deep).length < 1_000);
  assert.ok(gateDenialWords({ rule: deep, verdict: { parts: [{ parts: [{}] }] } }).length < 2_000);
});
