// A chat as pages were made by the guide: socket.io-client and simple-peer, nothing of ours.
const links = new Map();
const users = new Map();
let socket;
let self;

function show(listId, text) {
  const item = document.createElement('li');
  item.textContent = text;
  document.getElementById(listId).append(item);
}

function showPeople() {
  const people = [...links].filter(([, link]) => link.connected);
  document.getElementById('people').replaceChildren();
  for (const [id] of people) show('people', users.get(id)?.username);
}

function link(peerId, initiator) {
  const peer = new SimplePeer({ initiator, trickle: true });
  links.set(peerId, peer);
  peer.on('signal', (signal) => socket.emit('signal', { peerId, signal }));
  peer.on('connect', showPeople);
  peer.on('data', (data) => {
    const { content, username } = JSON.parse(data);
    show('messages', `${username}: ${content}`);
  });
  peer.on('close', () => {
    links.delete(peerId);
    showPeople();
  });
  peer.on('error', (error) => console.warn(error.message));
  return peer;
}

// Called by the test.
window.enter = (server, user) => {
  socket = io(server);
  socket.on('connect', () => socket.emit('authenticate', user));
  socket.on('authenticated', ({ id, peers }) => {
    self = { ...user, id };
    for (const peer of peers) users.set(peer.id, peer);
    for (const peer of peers) if (peer.id !== id) link(peer.id, true);
  });
  socket.on('auth_error', ({ message }) => {
    document.getElementById('error').textContent = message;
  });
  socket.on('peer_joined', (peer) => users.set(peer.id, peer));
  socket.on('peer_left', ({ id }) => links.get(id)?.destroy());
  socket.on('signal', ({ peerId, signal }) => {
    (links.get(peerId) ?? link(peerId, false)).signal(signal);
  });
};

window.say = (content) => {
  const { username, walletAddress, color } = self;
  const message = { content, username, walletAddress, color, timestamp: Date.now() };
  for (const peer of links.values()) peer.send(JSON.stringify(message));
};
