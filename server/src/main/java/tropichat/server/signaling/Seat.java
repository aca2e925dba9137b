package tropichat.server.signaling;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.TokenBucket;
import tropichat.core.signaling.Lobby;
import tropichat.core.signaling.Occupant;
import tropichat.json.Json;
import tropichat.server.socketio.Event;
import tropichat.server.socketio.Outgoing;
import tropichat.server.socketio.Socket;
import tropichat.server.socketio.SocketDirectory;
import tropichat.server.socketio.Splice;

/** What the server keeps with a connection: its socket and, once it is let in, its messages ready to send. */
final class Seat {
    /** Once in two seconds, sustained: a guess, at how often somebody changes a rule that is being made. */
    static final double GATEKEEPER_ASKED_PER_SECOND = 0.5;

    /** A guess: as often at once. */
    static final int GATEKEEPER_ASKED_BURST = 10;

    /** Once in a second, sustained: a guess, at how often people come into a room. */
    static final double AVATARS_ASKED_PER_SECOND = 1;

    /** Two for each of those whom somebody is shown who comes into a large room. */
    static final int AVATARS_ASKED_BURST = 60;

    final Socket socket;

    /** The ack of the challenge that is being answered. */
    long challengeAck = Event.NO_ACK;

    /** The ack of the question for the members that is being answered. */
    long membersAck = Event.NO_ACK;

    @Nullable
    Occupant occupant;

    /** The user object that others are shown. */
    Bytes shown = Bytes.EMPTY;

    /** The event in which this occupant's relayed frames reach others; the frame is its attachment. */
    Bytes relayed = Bytes.EMPTY;

    /** Carries this occupant's signals to others. */
    @Nullable
    Splice signal;

    /** How often the gatekeeper may still be asked; made when it first is. */
    private @Nullable TokenBucket questions;

    /** The same of people's pictures. */
    private @Nullable TokenBucket avatars;

    Seat(Socket socket) {
        this.socket = socket;
    }

    void admit(Occupant admitted, Bytes asUser) {
        occupant = admitted;
        shown = asUser;
        String begun = "{\"peerId\":\"" + admitted.id() + "\",";
        signal = Splice.event("signal", begun + "\"signal\":", "}");
        Bytes argument = Bytes.utf8(begun + "\"frame\":{\"_placeholder\":true,\"num\":0}}");
        relayed = Outgoing.event("relay", argument).json();
    }

    /** The socket of whom this occupant may write to; null of anybody else, and nobody is told whether that id exists. */
    @Nullable
    Socket companion(SocketDirectory sockets, Json peerId) {
        Socket target = sockets.find(peerId);
        boolean known =
                target != null && target.attachment() instanceof Seat to && Lobby.maySignal(occupant, to.occupant);
        return known ? target : null;
    }

    boolean mayAskForAvatar(long nowMillis) {
        if (avatars == null) {
            avatars = new TokenBucket(AVATARS_ASKED_PER_SECOND, AVATARS_ASKED_BURST, nowMillis);
        }
        return avatars.take(1, nowMillis);
    }

    boolean mayAskGatekeeper(long nowMillis) {
        if (questions == null) {
            questions = new TokenBucket(GATEKEEPER_ASKED_PER_SECOND, GATEKEEPER_ASKED_BURST, nowMillis);
        }
        return questions.take(1, nowMillis);
    }

    /** Whose use counts together: the wallet's that signed, on however many connections, else the address's. */
    Object user() {
        Occupant self = occupant;
        return self != null && self.verified() ? self.wallet() : socket.remote();
    }
}
