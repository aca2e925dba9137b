package tropichat.server.signaling;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.base.RandomSource;
import tropichat.core.gates.Verdict;
import tropichat.core.identity.RoomName;
import tropichat.core.signaling.ContractWord;
import tropichat.core.signaling.Lobby;
import tropichat.core.signaling.LobbyConfig;
import tropichat.core.signaling.LobbyInput;
import tropichat.core.signaling.LobbyOutput;
import tropichat.core.signaling.Login;
import tropichat.core.signaling.LoginError;
import tropichat.core.signaling.Occupant;
import tropichat.crypto.JvmHashes;
import tropichat.json.Json;
import tropichat.server.config.BadConfig;
import tropichat.server.config.RelaySettings;
import tropichat.server.config.ServerConfig;
import tropichat.server.ice.IceAnswer;
import tropichat.server.ice.IceService;
import tropichat.server.metrics.Counters;
import tropichat.server.metrics.Refusal;
import tropichat.server.net.DisconnectReason;
import tropichat.server.net.Loop;
import tropichat.server.socketio.Application;
import tropichat.server.socketio.Event;
import tropichat.server.socketio.Outgoing;
import tropichat.server.socketio.Socket;
import tropichat.server.socketio.SocketDirectory;
import tropichat.server.socketio.Splice;

/**
 * Introduces people to one another. What it decides is core's {@link Lobby}'s; here events become inputs and outputs
 * become events. Signals take the short way: checked, and copied behind a new envelope.
 */
public final class SignalingApplication implements Application {
    /** How often the lobby is asked whether somebody's time to sign in is over. */
    private static final long TICK_MILLIS = 1_000;

    /** What the gatekeeper is asked. */
    private static final List<String> GATEKEEPER_EVENTS =
            List.of("gate", "ticket", "lapses", "names", "avatar", "signed");

    private final Lobby lobby;
    private final Hashes hashes = new JvmHashes();
    private final SignatureThreads signatures;
    private final SocketDirectory sockets;
    private final IceService ice;
    private final @Nullable SealedRelay relay;
    private final @Nullable GateDesk gates;
    private final boolean allowUnsigned;
    private final Bytes limits;
    private final Loop loop;
    private final Counters counters;

    public SignalingApplication(
            ServerConfig config,
            Loop loop,
            SocketDirectory sockets,
            IceService ice,
            RandomSource random,
            Counters counters)
            throws BadConfig {
        LobbyConfig lobbyConfig = new LobbyConfig(
                config.roomCapacity(),
                config.meshMembers(),
                config.allowUnsigned(),
                new LinkedHashSet<>(config.domains()),
                new LinkedHashSet<>(config.chainIds()),
                config.gate().rooms().keySet());
        this.lobby = new Lobby(lobbyConfig, hashes, random);
        this.signatures = new SignatureThreads(loop, hashes);
        this.sockets = sockets;
        this.ice = ice;
        this.allowUnsigned = config.allowUnsigned();
        RelaySettings relayed = config.relay();
        this.relay = relayed == null ? null : new SealedRelay(relayed, sockets, counters);
        this.gates = config.gate().isOff() ? null : gateDesk(config, loop, random, counters);
        this.limits = Messages.limits(config.meshMembers(), relayed);
        this.loop = loop;
        this.counters = counters;
        loop.schedule(TICK_MILLIS, this::tick);
    }

    private GateDesk gateDesk(ServerConfig config, Loop loop, RandomSource random, Counters counters) throws BadConfig {
        return new GateDesk(config.gate(), loop, hashes, random, counters, new GateDesk.Rooms() {
            @Override
            public List<Occupant> occupants(RoomName room) {
                return lobby.occupants(room);
            }

            @Override
            public void tell(List<Occupant> to, Outgoing event) {
                SignalingApplication.this.tell(to, event);
            }

            @Override
            public void tell(String id, Outgoing event) {
                emit(id, event);
            }

            @Override
            public void dismiss(String id, String code, String words) {
                SignalingApplication.this.dismiss(id, code, words);
            }
        });
    }

    @Override
    public void onConnect(Socket socket, @Nullable Json auth) {
        socket.attach(new Seat(socket));
        handle(new LobbyInput.Connected(socket.id(), socket.host()));
    }

    @Override
    public void onEvent(Socket socket, Event event) {
        Seat seat = seat(socket);
        if (event.is("signal")) {
            signal(seat, event.argument(0));
        } else if (event.is("relay")) {
            relay(seat, event);
        } else if (event.is("challenge")) {
            seat.challengeAck = event.ackId();
            handle(new LobbyInput.ChallengeAsked(socket.id()));
        } else if (event.is("authenticate")) {
            authenticate(seat, event.argument(0));
        } else if (event.is("ice")) {
            ice(seat, event);
        } else if (event.is("members")) {
            members(seat, event);
        } else if (GATEKEEPER_EVENTS.stream().anyMatch(event::is)) {
            gatekeeper(seat, event);
        } else {
            counters.refused(Refusal.EVENT_UNKNOWN);
        }
    }

    @Override
    public void onDisconnect(Socket socket, DisconnectReason reason) {
        handle(new LobbyInput.Disconnected(socket.id()));
        ice.forget(socket.id());
    }

    @Override
    public void stop() {
        if (gates != null) {
            gates.stop();
        }
    }

    private void signal(Seat from, @Nullable Json argument) {
        Json peerId = argument == null ? null : argument.field("peerId");
        Json signal = argument == null ? null : argument.field("signal");
        if (peerId == null || signal == null) {
            counters.refused(Refusal.EVENT_MALFORMED);
            return;
        }
        Splice splice = from.signal;
        Socket target = from.companion(sockets, peerId);
        if (splice == null || target == null) {
            // Who has just left is told of by peer_left.
            counters.refused(Refusal.SIGNAL_STRANGER);
        } else if (signal.to() - signal.from() > Limits.SIGNAL_BYTES_MAX) {
            counters.refused(Refusal.SIGNAL_TOO_LARGE);
            from.socket.emit(Messages.notDone(
                    "signal_too_large", "A signal has at most " + Limits.SIGNAL_BYTES_MAX + " bytes; yours has more."));
        } else {
            counters.signals++;
            target.emit(splice, signal);
        }
    }

    private void relay(Seat from, Event event) {
        if (relay != null) {
            relay.carry(from, event);
        } else {
            counters.refused(Refusal.RELAY_OFF);
            from.socket.emit(Messages.notDone("relay_off", "This server carries nothing between people."));
        }
    }

    private void authenticate(Seat seat, @Nullable Json payload) {
        if (payload == null || payload.kind() != Json.Kind.OBJECT) {
            counters.refused(Refusal.EVENT_MALFORMED);
            seat.socket.emit(Messages.notDone("event_malformed", "authenticate wants an object with your name."));
            return;
        }
        Login login = LoginReader.read(payload);
        Runnable judge = () -> handle(new LobbyInput.LoginReceived(seat.socket.id(), login));
        if (allowUnsigned && login.signature() == null) {
            ice.prepare(seat.socket.id(), judge);
        } else {
            judge.run();
        }
    }

    private void ice(Seat seat, Event event) {
        if (isIn(seat, "Sign in before you ask for ICE servers.")) {
            long ackId = event.ackId();
            ice.prepare(seat.socket.id(), () -> {
                List<String> alternateStun = ice.alternateStun(seat.socket.host());
                seat.socket.ack(ackId, Messages.ice(iceServers(seat), alternateStun));
            });
        }
    }

    // Whoever has shown a wallet has one quota with it, on however many connections.
    private IceAnswer iceServers(Seat seat) {
        Occupant self = seat.occupant;
        String account = self != null && self.verified() ? self.wallet().text(hashes) : null;
        return ice.answer(seat.socket.id(), account, seat.socket.host());
    }

    private void members(Seat seat, Event event) {
        if (isIn(seat, "Sign in before you ask for the members of a room.")) {
            seat.membersAck = event.ackId();
            handle(new LobbyInput.MembersAsked(seat.socket.id()));
        }
    }

    private void gatekeeper(Seat seat, Event event) {
        Occupant self = seat.occupant;
        if (gates == null) {
            counters.refused(Refusal.GATE_OFF);
            seat.socket.ack(
                    event.ackId(),
                    Messages.problem("gate_off", "This server asks no chain, so it cannot tell who holds what."));
        } else if (event.is("gate")) {
            gates.gate(seat, self, event);
        } else if (isIn(seat, "Sign in before you ask who may enter.") && self != null) {
            askOfRoom(gates, seat, self, event);
        }
    }

    private static void askOfRoom(GateDesk gates, Seat seat, Occupant self, Event event) {
        if (event.is("names")) {
            gates.names(seat, self, event);
        } else if (event.is("lapses")) {
            gates.lapses(seat, self, event);
        } else if (event.is("avatar")) {
            gates.avatar(seat, self, event);
        } else if (event.is("signed")) {
            gates.signed(seat, event);
        } else {
            gates.ticket(seat, self, event);
        }
    }

    private boolean isIn(Seat seat, String wordsIfNot) {
        if (seat.occupant == null) {
            counters.refused(Refusal.EVENT_MALFORMED);
            seat.socket.emit(Messages.notDone("not_signed_in", wordsIfNot));
        }
        return seat.occupant != null;
    }

    private void tick() {
        if (lobby.deadlineMillis() <= System.currentTimeMillis()) {
            handle(new LobbyInput.Tick());
        }
        loop.schedule(TICK_MILLIS, this::tick);
    }

    private void handle(LobbyInput input) {
        for (LobbyOutput output : lobby.handle(input, System.currentTimeMillis())) {
            carryOut(output);
        }
        counters.rooms = lobby.roomCount();
        counters.occupants = lobby.occupantCount();
    }

    private void carryOut(LobbyOutput output) {
        switch (output) {
            case LobbyOutput.Challenge challenge -> answer(challenge);
            case LobbyOutput.Verify verify -> verify(verify);
            case LobbyOutput.AskContract ask -> askContract(ask);
            case LobbyOutput.Judge judge -> judge(judge);
            case LobbyOutput.Admitted admitted -> admit(admitted);
            case LobbyOutput.Refused refused -> {
                counters.refused(Refusal.LOGIN);
                emit(refused.to(), refused(refused.error()));
            }
            case LobbyOutput.PeerJoined joined -> {
                Seat who = seat(joined.who());
                if (who != null) {
                    tell(joined.to(), Outgoing.event("peer_joined", who.shown));
                }
            }
            case LobbyOutput.PeerLeft left -> tell(left.to(), Messages.peerLeft(left.who()));
            case LobbyOutput.RoomShrunk shrunk -> {
                List<Occupant> all = shrunk.occupants();
                tell(all, Outgoing.event("room", Messages.roster(users(all), all.size())));
            }
            case LobbyOutput.Members members -> answer(members);
            case LobbyOutput.TooOften tooOften -> {
                counters.refused(Refusal.MEMBERS_TOO_OFTEN);
                emit(
                        tooOften.to(),
                        Messages.notDone("too_often", "You ask for the members too often: wait a few seconds."));
            }
            case LobbyOutput.Dismiss dismiss -> {
                counters.refused(Refusal.LOGIN_TIMEOUT);
                dismiss(dismiss.id(), "login_timeout", "You did not sign in in time: reload the page.");
            }
            case LobbyOutput.Replaced replaced ->
                dismiss(replaced.id(), "replaced", "The same session has come in again by another connection.");
        }
    }

    // Other services are asked for ICE servers only once the login is known to be good, and before anybody is told of
    // it.
    private void verify(LobbyOutput.Verify verify) {
        signatures.verify(verify.checks(), valid -> {
            Runnable tell = () -> handle(new LobbyInput.Verified(verify.ticket(), valid));
            if (valid) {
                ice.prepare(verify.of(), tell);
            } else {
                tell.run();
            }
        });
    }

    private void askContract(LobbyOutput.AskContract ask) {
        Consumer<ContractWord> tell = word -> handle(new LobbyInput.ContractAsked(ask.ticket(), word));
        if (gates == null) {
            tell.accept(ContractWord.UNASKED);
        } else {
            gates.askContract(ask.check(), tell);
        }
    }

    private Outgoing refused(LoginError error) {
        String more = gates != null && error == LoginError.CONTRACT_UNASKED ? gates.chainsInWords() : "";
        return Messages.refused(error, more);
    }

    private void judge(LobbyOutput.Judge judge) {
        Consumer<Verdict.Outcome> tell = outcome -> handle(new LobbyInput.Judged(judge.ticket(), outcome));
        if (gates == null) {
            tell.accept(Verdict.Outcome.UNKNOWN);
        } else {
            gates.judge(judge, tell);
        }
    }

    private void answer(LobbyOutput.Challenge challenge) {
        Socket socket = sockets.find(challenge.to());
        if (socket != null) {
            socket.ack(seat(socket).challengeAck, Messages.challenge(challenge));
        }
    }

    private void answer(LobbyOutput.Members members) {
        Socket socket = sockets.find(members.to());
        if (socket != null) {
            socket.ack(seat(socket).membersAck, Messages.roster(users(members.occupants()), members.size()));
        }
    }

    private void admit(LobbyOutput.Admitted admitted) {
        Seat self = seat(admitted.self());
        if (self == null) {
            return;
        }
        self.admit(admitted.self(), Messages.user(admitted.self(), hashes));
        counters.logins++;
        self.socket.emit(
                Messages.authenticated(admitted, users(admitted.occupants()), iceServers(self), limits, gates));
    }

    private List<Bytes> users(List<Occupant> occupants) {
        List<Bytes> users = new ArrayList<>(occupants.size());
        for (Occupant occupant : occupants) {
            Seat seat = seat(occupant);
            if (seat != null) {
                users.add(seat.shown);
            }
        }
        return users;
    }

    private void dismiss(String id, String code, String words) {
        Socket socket = sockets.find(id);
        if (socket != null) {
            socket.emit(Messages.notDone(code, words));
            socket.dismiss();
        }
    }

    private void tell(List<Occupant> to, Outgoing event) {
        for (Occupant occupant : to) {
            emit(occupant.id(), event);
        }
    }

    private void emit(String id, Outgoing event) {
        Socket socket = sockets.find(id);
        if (socket != null) {
            socket.emit(event);
        }
    }

    private @Nullable Seat seat(Occupant occupant) {
        Socket socket = sockets.find(occupant.id());
        return socket == null ? null : seat(socket);
    }

    private static Seat seat(Socket socket) {
        if (socket.attachment() instanceof Seat seat) {
            return seat;
        }
        throw new IllegalStateException("a socket that was never connected");
    }
}
