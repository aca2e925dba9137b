// A small chat on p2pClient. Everything that is shown is set as text, never as markup.
const byId = (id) => document.getElementById(id);
const status = (text) => {
  byId('status').textContent = text;
};

function showPeople() {
  const people = p2pClient.getPeers().map((peer) => {
    const item = document.createElement('li');
    item.textContent = peer.username;
    return item;
  });
  byId('people').replaceChildren(...people);
}

function showMessage({ content, username, color, timestamp }) {
  const item = document.createElement('li');
  const name = document.createElement('strong');
  name.textContent = username;
  name.style.color = color;
  const time = new Date(timestamp).toLocaleTimeString();
  item.append(`${time} `, name, `: ${content}`);
  byId('messages').append(item);
}

// Without a wallet the page enters unsigned, which only some servers allow.
async function signIn() {
  const wallet = window.ethereum;
  if (!wallet) return { walletAddress: `0x${'0'.repeat(39)}1` };
  const [walletAddress] = await wallet.request({ method: 'eth_requestAccounts' });
  const message = `TropiChat P2P Authentication\nTimestamp: ${Date.now()}\nWallet: ${walletAddress}`;
  const signature = await wallet.request({
    method: 'personal_sign',
    params: [message, walletAddress],
  });
  return { walletAddress, message, signature };
}

p2pClient.init();
p2pClient.onConnected((user) => status(`You are in as ${user.username}.`));
p2pClient.onPeerJoined(showPeople);
p2pClient.onPeerLeft(showPeople);
p2pClient.onMessage(showMessage);
p2pClient.onError((error) => status(error.message));

byId('enter').addEventListener('submit', async (event) => {
  event.preventDefault();
  status('Signing in…');
  try {
    const wallet = await signIn();
    p2pClient.authenticate({
      ...wallet,
      username: byId('name').value,
      color: byId('color').value,
    });
  } catch (error) {
    status(error.message);
  }
});

byId('say').addEventListener('submit', (event) => {
  event.preventDefault();
  if (p2pClient.sendMessage(byId('text').value)) byId('text').value = '';
});
