import { test } from 'node:test';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';

const stage = Stage.forFile();
for (let i = 0; i < 6; i++)
test('reload', async () => {
  const room = stage.nextRoom();
  const lines: string[] = [];
  const profs = [await stage.profile(), await stage.profile()];
  for (const [n, p] of profs.entries()) {
    await p.addInitScript(() => {
      const C = RTCPeerConnection;
      let id = 0;
      const orig = C.prototype.createDataChannel;
      C.prototype.createDataChannel = function (...a) {
        const ch = orig.apply(this, a);
        const me = ++id;
        const say = (w: string) => console.log(`#${me} ${w} ${this.connectionState}/${this.iceConnectionState}/${this.signalingState}`);
        ch.addEventListener('open', () => say('open'));
        ch.addEventListener('close', () => say('close'));
        ch.addEventListener('error', (e) => say('error ' + (e as RTCErrorEvent).error?.message));
        ch.addEventListener('message', (e) => say('message ' + e.data.byteLength));
        this.addEventListener('connectionstatechange', () => say('state'));
        const send = ch.send;
        ch.send = function (d: never) { say('send ' + (d as Uint8Array).length); return send.call(this, d); };
        return ch;
      };
    });
    p.on('page', (page) => page.on('console', (m) => lines.push(`${Date.now() - t0} ${n ? 'bo' : 'ana'} ${m.text()}`)));
  }
  let t0 = Date.now();
  const ana = await Person.inRoom(stage, { room, name: 'Ana', profile: profs[0]! });
  const bo = await Person.inRoom(stage, { room, name: 'Bo', profile: profs[1]! });
  await ana.isLinkedWith(1);
  lines.splice(0); t0 = Date.now();
  await bo.page.reload();
  await bo.isInRoom();
  const t = setTimeout(async () => { lines.push('ANA ' + await ana.members('Bo').innerText()); lines.push('BO ' + await bo.members('Ana').innerText()); }, 4000);
  await bo.isLinkedWith(1);
  await ana.isLinkedWith(1);
  clearTimeout(t);
  console.log('ana linked', Date.now() - t0);
  if (Date.now() - t0 > 5000) console.log(lines.join('\n'));
});
