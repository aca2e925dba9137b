/** The script tag: puts `p2pClient` on the page. */
import { PageClient } from './session/page-client.ts';

const script = document.currentScript;
const client = new PageClient(script instanceof HTMLScriptElement ? script.src : location.href);

/** Exactly the guide's functions; bound, so that a page may hand them on. */
const functions = Object.freeze({
  init: client.init.bind(client),
  authenticate: client.authenticate.bind(client),
  sendMessage: client.sendMessage.bind(client),
  getPeers: client.getPeers.bind(client),
  onMessage: client.onMessage.bind(client),
  onPeerJoined: client.onPeerJoined.bind(client),
  onPeerLeft: client.onPeerLeft.bind(client),
  onConnected: client.onConnected.bind(client),
  onError: client.onError.bind(client),
  isConnected: client.isConnected.bind(client),
  getCurrentUser: client.getCurrentUser.bind(client),
});

Object.assign(globalThis, { p2pClient: functions });
