// A minimal signaling hub on socket.io with TropiChat's events: what a competent author of the Node original would
// write in an afternoon. It is a yardstick, so it does the same work as TropiChat's server and nothing more.
//
//   node hub.js --port 3000
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { verifyMessage } from 'ethers';

const CHALLENGE_MILLIS = 5 * 60 * 1000;
const ROSTER_MAX = 20;
const LISTEN_BACKLOG = 4096;

const DOMAIN = 'localhost';
const FIRST_LINE = `${DOMAIN} wants you to sign in with your Ethereum account:`;

const port = Number(process.argv[process.argv.indexOf('--port') + 1]);
const http = createServer((request, response) => response.end('ok'));
const io = new Server(http, { transports: ['websocket'] });

/** room name → Map of socket id → user */
const rooms = new Map();

io.on('connection', (socket) => {
  let challenge;
  let user;
  let room;

  socket.on('challenge', (acknowledge) => {
    challenge = {
      nonce: randomBytes(16).toString('hex'),
      domain: DOMAIN,
      expiresAt: Date.now() + CHALLENGE_MILLIS,
    };
    acknowledge(challenge);
  });

  socket.on('authenticate', (login) => {
    const refusal = user ? 'already_authenticated' : refuse(login, challenge);
    challenge = undefined;
    if (refusal) {
      socket.emit('auth_error', { message: `Login refused: ${refusal}`, code: refusal });
      return;
    }
    room = login.room ?? 'lobby';
    user = {
      id: socket.id,
      username: login.username,
      walletAddress: login.walletAddress,
      color: login.color,
    };
    const members = rooms.get(room) ?? new Map();
    rooms.set(room, members);
    members.set(socket.id, user);
    socket.join(room);
    socket.emit('authenticated', {
      id: socket.id,
      peers: [...members.values()].slice(-ROSTER_MAX),
      room,
      size: members.size,
      iceServers: [],
      limits: {},
    });
    socket.to(room).emit('peer_joined', user);
  });

  socket.on('signal', ({ peerId, signal }) => {
    if (rooms.get(room)?.has(peerId)) {
      io.to(peerId).emit('signal', { peerId: socket.id, signal });
    }
  });

  socket.on('relay', ({ peerId, frame }) => {
    if (rooms.get(room)?.has(peerId)) {
      io.to(peerId).emit('relay', { peerId: socket.id, frame });
    }
  });

  socket.on('disconnect', () => {
    const members = rooms.get(room);
    if (!members) return;
    members.delete(socket.id);
    if (members.size === 0) rooms.delete(room);
    socket.to(room).emit('peer_left', { id: socket.id, username: user.username });
  });
});

/** Why the login does not hold, or undefined when it does. */
function refuse(login, challenge) {
  const lines = String(login.message).split('\n');
  const field = (name) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  if (!challenge || challenge.expiresAt < Date.now()) return 'no_challenge';
  if (lines[0] !== FIRST_LINE) return 'wrong_domain';
  if (lines[1] !== login.walletAddress) return 'wrong_wallet';
  if (field('Nonce') !== challenge.nonce) return 'wrong_nonce';
  if (!field('URI')?.startsWith('did:key:')) return 'wrong_session_key';
  if (!(Date.parse(field('Expiration Time')) > Date.now())) return 'expired';
  try {
    return verifyMessage(login.message, login.signature) === login.walletAddress ? undefined : 'bad_signature';
  } catch {
    return 'bad_signature';
  }
}

process.on('SIGTERM', () => process.exit(0));
http.listen({ port, host: '127.0.0.1', backlog: LISTEN_BACKLOG });
