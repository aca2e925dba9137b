// The module as it is shipped, as a page uses it: its size, its types, and two peers that talk through it with keys of
// WebCrypto.
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, randomBytes, sign, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';

const here = new URL('.', import.meta.url);
const modules = new URL('../web/node_modules/', here);
const built = new URL('../browser/target/module/', here);
const { keccak_256 } = await import(new URL('@noble/hashes/sha3.js', modules));
const { secp256k1 } = await import(new URL('@noble/curves/secp256k1.js', modules));
const { base58btc } = await import(new URL('multiformats/dist/src/bases/base58.js', modules));
const core = await import(new URL('peer.js', built));

const ruled = await import(new URL('ruled-peer.js', built));
const judge = await import(new URL('gate-judge.js', built));

/**
 * What a page may load of core, compressed: for rooms of a short name, for those that belong to somebody, and where it asks a
 * chain itself.
 */
const GZIP_BYTES_MAX = { peer: 111_600, 'ruled-peer': 148_400, 'gate-judge': 32_000 };

const NOW = 1_800_000_000_000;
const DAY_MILLIS = 24 * 60 * 60 * 1000;
const DOMAIN = 'chat.example';

const port = {
  sha256: (data) => new Uint8Array(createHash('sha256').update(data).digest()),
  keccak256: (data) => keccak_256(data),
  random: (length) => new Uint8Array(randomBytes(length)),
};

describe('the shipped module', () => {
  for (const [name, max] of Object.entries(GZIP_BYTES_MAX)) {
    it(`is small: ${name}`, (test) => {
      const size = gzipSync(readFileSync(new URL(`${name}.js`, built)), { level: 9 }).length;
      test.diagnostic(`${size} bytes in gzip of at most ${max}`);
      assert.ok(size <= max, `${size} bytes in gzip are too many`);
    });
  }

  it('has exactly what its types say', () => {
    const peer = /^export interface Peer \{$(.*?)^\}$/ms.exec(typesOf('peer'))[1];
    const methods = [...peer.matchAll(/^ {2}(\w+)\(/gm)].map((match) => match[1]);
    const { PageGate, ...judging } = judge;
    assert.deepEqual(Object.keys(judging), [...typesOf('gate-judge').matchAll(/^export function (\w+)\(/gm)].map((match) => match[1]));
    for (const [name, module] of Object.entries({ peer: core, 'ruled-peer': ruled })) {
      const functions = [...typesOf(name).matchAll(/^export function (\w+)\(/gm)].map((match) => match[1]);
      const { PagePeer, PageFounding, ...exported } = module;
      assert.deepEqual(functions.sort(), Object.keys(exported).sort());
      const own = Object.getOwnPropertyNames(PagePeer.prototype).filter((each) => each !== 'constructor');
      assert.deepEqual(methods.sort(), own.sort());
    }
  });
});

const typesOf = (name) => readFileSync(new URL(`${name}.d.ts`, built), 'utf8');

/** A wallet as browsers have them: a secp256k1 key that signs personal messages (EIP-191). */
class Wallet {
  #secret = secp256k1.utils.randomSecretKey();
  address = core.walletAddress(
    `0x${Buffer.from(addressOf(secp256k1.getPublicKey(this.#secret, false))).toString('hex')}`,
    port,
  );
  account = `did:pkh:eip155:1:${this.address}`;

  sign(text) {
    const options = { prehash: false, format: 'recovered' };
    const [recovery, ...scalars] = secp256k1.sign(personalDigest(Buffer.from(text)), this.#secret, options);
    return `0x${Buffer.from([...scalars, 27 + recovery]).toString('hex')}`;
  }
}

/** A wallet of Solana: an Ed25519 key that signs the very text. */
class SolanaWallet {
  #keys = generateKeyPairSync('ed25519');
  address = base58btc.baseEncode(this.#keys.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  account = `did:pkh:solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp:${this.address}`;

  sign(text) {
    return base58btc.baseEncode(sign(null, Buffer.from(text), this.#keys.privateKey));
  }
}

function addressOf(publicKey) {
  return keccak_256(publicKey.slice(1)).slice(12);
}

function personalDigest(message) {
  return keccak_256(Buffer.concat([Buffer.from(`\x19Ethereum Signed Message:\n${message.length}`), message]));
}

/** Everybody and every connection, in memory. */
class World {
  pages = new Map();
  ends = new Map();

  async enter(name, options = {}) {
    const page = await Page.open(this, name, options);
    const others = [...this.pages.values()].map((other) => other.introduction());
    for (const other of this.pages.values()) {
      other.run(other.peer.joined(page.introduction(), NOW));
    }
    this.pages.set(page.id, page);
    page.run(page.peer.entered(page.id, others, others.length + 1, false, NOW));
    return page;
  }

  /** A page that no server let in. */
  async outside(name) {
    const page = await Page.open(this, name);
    this.pages.set(page.id, page);
    return page;
  }
}

/** One page: the peer, its session key, and a driver that carries out what the peer wants. */
class Page {
  events = [];
  kept = new Map();
  profiles = new Map();
  #waiting = [];

  static async open(world, name, { delegated = true, certificate = undefined, wallet = new Wallet() } = {}) {
    const page = new Page();
    page.world = world;
    page.name = name;
    page.id = `id-${name}`;
    page.certificate = certificate ?? (() => `sha-256 ${page.id}`);
    page.keys = await webcrypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
    page.session = new Uint8Array(await webcrypto.subtle.exportKey('raw', page.keys.publicKey));
    page.did = core.didOf(page.session);
    page.sealing = new Uint8Array(randomBytes(32));
    page.wallet = wallet;
    page.peer = core.createPeer(page.config(delegated), port, NOW);
    return page;
  }

  config(delegated) {
    const message = core.delegationText(
      DOMAIN,
      this.wallet.account,
      this.session,
      'nonce1234',
      NOW,
      NOW + DAY_MILLIS,
      'Sign in to TropiChat.',
      port,
    );
    return {
      room: 'lobby',
      domains: [DOMAIN],
      session: this.session,
      sealing: this.sealing,
      prekey: this.sealing,
      box: null,
      wallet: this.wallet.address,
      delegation: delegated ? { message, signature: this.wallet.sign(message) } : null,
      name: this.name,
      color: '#ff8800',
      card: { avatar: null, links: [] },
      meshMembers: 20,
      entriesMax: 1_000,
      restores: false,
      asksChains: false,
      charter: null,
    };
  }

  introduction() {
    return { id: this.id, did: this.did, name: this.name, color: '#ff8800', wallet: this.wallet.address };
  }

  run(outputs) {
    for (const output of outputs) {
      this.#carryOut(output);
    }
  }

  #carryOut(output) {
    const { ends, pages } = this.world;
    switch (output.type) {
      case 'openLink':
        if (output.initiator) {
          this.#soon(() => this.peer.signalMade(output.link, 'offer', `${this.id} ${output.link}`, NOW));
        }
        break;
      case 'applySignal':
        this.#apply(output);
        break;
      case 'sendSignal': {
        const { did, instance, attempt, kind, low, body, provenAtMillis, proof } = output.signal;
        const to = pages.get(output.to);
        to.#soon(() => to.peer.signalReceived(this.id, did, instance, attempt, kind, low, body, provenAtMillis, proof, false, NOW));
        break;
      }
      case 'sendFragment': {
        const far = ends.get(`${this.id} ${output.link}`);
        // The view is core's own memory; a channel copies what it is given at once.
        const fragment = output.fragment.slice();
        far.page.#soon(() => far.page.peer.fragmentReceived(far.link, output.bulk, fragment, NOW));
        break;
      }
      case 'closeLink': {
        const far = ends.get(`${this.id} ${output.link}`);
        far?.page.#soon(() => far.page.peer.linkClosed(far.link, NOW));
        break;
      }
      case 'sign':
        void this.#sign(output);
        break;
      case 'verify':
        void this.#verify(output);
        break;
      case 'seal':
        this.#soon(() => this.peer.sealed(output.ticket, sealed(output), NOW));
        break;
      case 'unseal':
        this.#soon(() => this.peer.unsealed(output.ticket, opened(output.sealed, this.sealing), NOW));
        break;
      case 'store':
        this.kept.set(output.entry.id, output.entry);
        this.#soon(() => this.peer.stored(output.ticket, true, NOW));
        break;
      case 'storeProfile':
        this.profiles.set(output.id, output.block.slice());
        break;
      case 'load':
        this.#soon(() => this.peer.loaded(output.ticket, this.#blocks(output.keys), NOW));
        break;
      case 'loadProfiles':
        this.#soon(() => this.peer.loaded(output.ticket, output.ids.map((id) => this.profiles.get(id) ?? null), NOW));
        break;
      case 'emit':
        this.events.push(output.event);
        this.#waiting = this.#waiting.filter((check) => !check());
        break;
      default:
        assert.fail(`an output of the unknown type ${output.type}`);
    }
  }

  /** The body of an offer or answer names the end that made it. */
  #apply({ link, kind, body }) {
    const [id, farLink] = body.split(' ');
    const far = { page: this.world.pages.get(id), link: Number(farLink) };
    this.world.ends.set(`${this.id} ${link}`, far);
    if (kind === 'offer') {
      this.#soon(() => this.peer.signalMade(link, 'answer', `${this.id} ${link}`, NOW));
    } else {
      this.#opened(link, far.page);
      far.page.#opened(far.link, this);
    }
  }

  #opened(link, far) {
    this.#soon(() => this.peer.linkOpened(link, this.certificate(this), far.certificate(this), NOW));
  }

  /** Packed keys: 8 bytes of lamport, 32 of digest. */
  #blocks(keys) {
    const blocks = [];
    for (let at = 8; at < keys.length; at += 40) {
      const digest = keys.slice(at, at + 32).toString();
      const found = [...this.kept.values()].find((entry) => entry.digest.toString() === digest);
      blocks.push(found?.block ?? null);
    }
    return blocks;
  }

  async #sign({ ticket, message }) {
    const signature = await webcrypto.subtle.sign('Ed25519', this.keys.privateKey, message.slice());
    this.run(this.peer.signed(ticket, new Uint8Array(signature), NOW));
  }

  async #verify({ ticket, by, signer, message, signature }) {
    this.run(this.peer.verified(ticket, await isValid(by, signer.slice(), message.slice(), signature.slice()), NOW));
  }

  #soon(input) {
    setImmediate(() => this.run(input()));
  }

  say(text) {
    this.run(this.peer.say(text, false, null, null, NOW));
  }

  /** The first event, past or to come, of which {@code test} is true. */
  event(test) {
    return new Promise((resolve) => {
      const check = () => {
        const found = this.events.find(test);
        if (found !== undefined) {
          resolve(found);
        }
        return found !== undefined;
      };
      if (!check()) {
        this.#waiting.push(check);
      }
    });
  }

  /** Somebody of whom no server told comes in with an open link. */
  joins(other) {
    return this.event(
      ({ type, member }) => type === 'memberJoined' && member.key === other.did && member.link === 'open',
    );
  }

  linked(other, state = 'open') {
    return this.event(
      ({ type, member }) => type === 'memberChanged' && member.key === other.did && member.link === state,
    );
  }
}

/** In place of HPKE: readable, but for one receiver alone. */
function sealed({ to, content }) {
  return Buffer.concat([to, content]);
}

function opened(bytes, key) {
  const content = Buffer.from(bytes);
  return content.subarray(0, key.length).equals(Buffer.from(key)) ? content.subarray(key.length) : null;
}

async function isValid(by, signer, message, signature) {
  if (by === 'ed25519') {
    const key = await webcrypto.subtle.importKey('raw', signer, 'Ed25519', false, ['verify']);
    return webcrypto.subtle.verify('Ed25519', key, signature, message);
  }
  const recovered = Uint8Array.from([signature[64] - 27, ...signature.slice(0, 64)]);
  const compressed = secp256k1.recoverPublicKey(recovered, personalDigest(message), { prehash: false });
  const publicKey = secp256k1.Point.fromBytes(compressed).toBytes(false);
  return Buffer.from(addressOf(publicKey)).equals(Buffer.from(signer));
}

describe('two pages', { timeout: 20_000 }, () => {
  it('talk to each other', async () => {
    const world = new World();
    const ada = await world.enter('Ada');
    const bob = await world.enter('Bob');
    const [seenByAda] = await Promise.all([ada.linked(bob), bob.linked(ada)]);
    assert.equal(seenByAda.member.proven, true);
    assert.equal(seenByAda.member.wallet, bob.wallet.address);
    ada.say('hello 🌴');
    const message = await bob.event(({ type }) => type === 'message');
    assert.equal(message.text, 'hello 🌴');
    assert.equal(message.author.key, ada.did);
    assert.equal(message.timeMillis, NOW);
    const own = await ada.event(({ type }) => type === 'ownMessage');
    assert.equal(own.id, message.id);
    bob.say('and back');
    assert.equal((await ada.event(({ type }) => type === 'message')).text, 'and back');
  });

  it('verify a wallet of Solana as one of Ethereum', async () => {
    const world = new World();
    const ada = await world.enter('Ada');
    const sol = await world.enter('Sol', { wallet: new SolanaWallet() });
    const [seenByAda, seenBySol] = await Promise.all([ada.linked(sol), sol.linked(ada)]);
    assert.ok(seenByAda.member.proven && seenBySol.member.proven);
    assert.equal(seenByAda.member.wallet, sol.wallet.address);
    sol.say('hola');
    const { text, author } = await ada.event(({ type }) => type === 'message');
    assert.deepEqual([text, author.wallet, author.proven], ['hola', sol.wallet.address, true]);
  });

  it("refuse a signature of another Solana wallet's", async () => {
    const world = new World();
    const ada = await world.enter('Ada');
    const wallet = new SolanaWallet();
    wallet.sign = (text) => new SolanaWallet().sign(text);
    const liar = await world.enter('Sol', { wallet });
    const { member } = await ada.linked(liar, 'refused');
    assert.deepEqual([member.end, member.proven], ['delegation_invalid', false]);
  });

  it('carry texts of the greatest length, and no longer ones', async () => {
    const world = new World();
    const ada = await world.enter('Ada');
    const bob = await world.enter('Bob');
    await Promise.all([ada.linked(bob), bob.linked(ada)]);
    const longest = 'ä'.repeat(4096);
    ada.say(`${longest}a`);
    ada.say(longest);
    assert.equal((await ada.event(({ type }) => type === 'refused')).code, 'text_too_long');
    assert.equal((await bob.event(({ type }) => type === 'message')).text, longest);
  });

  it('link without a delegation, which proves no wallet', async () => {
    const world = new World();
    const ada = await world.enter('Ada', { delegated: false });
    const bob = await world.enter('Bob');
    const [, seenByBob] = await Promise.all([ada.linked(bob), bob.linked(ada)]);
    assert.equal(seenByBob.member.proven, false);
  });

  it('find out about somebody in the middle', async () => {
    const world = new World();
    const ada = await world.enter('Ada');
    // Ada is shown another certificate than the one Bob has.
    const certificate = (seenBy) => `sha-256 ${seenBy === ada ? 'mallory' : 'id-Bob'}`;
    const bob = await world.enter('Bob', { certificate });
    // Who finds out first hangs up, and the other may know no more than that.
    const { member } = await Promise.race([ada.linked(bob, 'refused'), bob.linked(ada, 'refused')]);
    assert.equal(member.end, 'proof_invalid');
    assert.ok(![...ada.events, ...bob.events].some(({ member: seen }) => seen?.link === 'open'));
  });

  it('find each other by hand, without any server', async () => {
    const world = new World();
    const ada = await world.outside('Ada');
    const bob = await world.outside('Bob');
    ada.run(ada.peer.invite(NOW));
    const invitation = await ada.event(({ type }) => type === 'codeMade');
    const expiresAtMillis = NOW + 10 * 60 * 1000;
    assert.equal(invitation.expiresAtMillis, expiresAtMillis);
    const read = { room: 'lobby', expiresAtMillis };
    assert.deepEqual(core.readCode(invitation.code), { ...read, did: ada.did, name: 'Ada', reply: false });
    bob.run(bob.peer.takeCode(invitation.code, NOW));
    const reply = await bob.event(({ type }) => type === 'codeMade');
    assert.deepEqual(core.readCode(reply.code), { ...read, did: bob.did, name: 'Bob', reply: true });
    assert.equal(core.readCode(reply.code.slice(1)), null);
    ada.run(ada.peer.takeCode(reply.code, NOW));
    await Promise.all([ada.joins(bob), bob.joins(ada)]);
    bob.run(bob.peer.takeCode(invitation.code, NOW));
    assert.equal((await bob.event(({ type }) => type === 'codeRefused')).code, 'used');
  });

  it('are introduced by a third that both know', async () => {
    const world = new World();
    const [ada, bob] = [await world.enter('Ada'), await world.enter('Bob')];
    await Promise.all([ada.linked(bob), bob.linked(ada)]);
    for (const page of [ada, bob]) page.run(page.peer.signalingLost(NOW));
    const cleo = await world.outside('Cleo');
    bob.run(bob.peer.invite(NOW));
    cleo.run(cleo.peer.takeCode((await bob.event(({ type }) => type === 'codeMade')).code, NOW));
    bob.run(bob.peer.takeCode((await cleo.event(({ type }) => type === 'codeMade')).code, NOW));
    await Promise.all([ada.joins(cleo), cleo.joins(ada)]);
    ada.say('welcome');
    assert.equal((await cleo.event(({ type }) => type === 'message')).text, 'welcome');
  });

  it('take their leave', async () => {
    const world = new World();
    const ada = await world.enter('Ada');
    const bob = await world.enter('Bob');
    await Promise.all([ada.linked(bob), bob.linked(ada)]);
    bob.run(bob.peer.leave(NOW));
    const seenByAda = await ada.linked(bob, 'lost');
    assert.equal(seenByAda.member.end, 'bye');
    ada.run(ada.peer.left(bob.id, NOW));
    await ada.event(({ type, member }) => type === 'memberLeft' && member.key === bob.did);
    assert.equal(bob.peer.deadlineMillis(), Number.POSITIVE_INFINITY);
  });

  it('are not harmed by what a server or peer may hand in', async () => {
    const world = new World();
    const ada = await world.enter('Ada');
    const bob = await world.enter('Bob');
    await Promise.all([ada.linked(bob), bob.linked(ada)]);
    ada.run(ada.peer.joined({ id: 'x', did: 'did:key:nonsense', name: 'X', color: '#fff', wallet: '' }, NOW));
    ada.run(ada.peer.joined({ id: 'y', did: null, name: 'a\nb', color: 'red', wallet: '' }, NOW));
    ada.run(ada.peer.signalReceived(bob.id, null, 'page', -1, 'offer', false, '', 0, null, false, NOW));
    ada.run(ada.peer.signalReceived(bob.id, 'did:key:nonsense', 'page', 0, 'offer', true, '', 0, null, false, NOW));
    ada.run(ada.peer.signalReceived(bob.id, null, 'page', 2 ** 31 - 1, 'dance', false, '', 0, null, false, NOW));
    ada.run(ada.peer.fragmentReceived(99, false, new Uint8Array([1]), NOW));
    assert.equal(ada.events.filter(({ type }) => type === 'memberJoined').length, 1);
    bob.say('still linked');
    assert.equal((await ada.event(({ type }) => type === 'message')).text, 'still linked');
  });
});

describe('the shipped judge of gates', () => {
  const vectors = JSON.parse(readFileSync(new URL('src/main/resources/vectors/gates.json', here), 'utf8'));
  const bytes = (hex) => new Uint8Array(Buffer.from(hex, 'hex'));
  const hex = (view) => Buffer.from(view ?? []).toString('hex');
  const answers = (text) =>
    text.split(' ').map((each) => ({
      reverted: each === 'reverted',
      data: /^[0-9a-f]*$/.test(each) ? bytes(each) : null,
    }));
  for (const { name, op, in: [rule, wallet, chain, latest, earlier], out } of vectors) {
    it(name, () => {
      const gate = judge.readGate(bytes(rule), port);
      if (gate === null) {
        assert.ok(out.startsWith('!'));
        return;
      }
      const said = {
        'gate.hash': () => hex(gate.hash()),
        'gate.questions': () =>
          gate.questions(wallet, Number(chain)).map(({ to, data }) => `${hex(to)}:${hex(data)}`).join(' '),
        'gate.lacks': () => `${gate.lacks(wallet, Number(chain), answers(latest), answers(earlier))}`,
      }[op]();
      assert.equal(said, out);
    });
  }
});
