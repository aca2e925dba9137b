package tropichat.server.turn;

import java.net.InetSocketAddress;
import tropichat.server.stun.StunMessage;

/** A request of TURN's whose sender is known. */
record Request(
        Door door, InetSocketAddress client, StunMessage message, Authenticator.Outcome.Known sender, long nowMillis) {}
