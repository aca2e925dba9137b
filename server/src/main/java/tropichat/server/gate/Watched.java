package tropichat.server.gate;

import tropichat.core.gates.GateRule;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.WalletAddress;

/** A wallet that has passed a room's rule. */
record Watched(RoomName room, WalletAddress wallet, GateRule rule) {}
