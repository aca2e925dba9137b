package tropichat.simulator.world;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.Input;
import tropichat.core.Introduction;
import tropichat.core.Output;
import tropichat.core.base.Bytes;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.SessionStatement;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.SiweMessage;
import tropichat.core.identity.WalletAddress;
import tropichat.core.identity.WalletSignature;
import tropichat.core.signaling.ContractWord;
import tropichat.core.signaling.Lobby;
import tropichat.core.signaling.LobbyConfig;
import tropichat.core.signaling.LobbyInput;
import tropichat.core.signaling.LobbyOutput;
import tropichat.core.signaling.Login;
import tropichat.core.signaling.Occupant;
import tropichat.simulator.chance.Chance;

/** The signaling server, a real {@link Lobby}, and the sockets between it and the pages. */
final class SignalingServer {
    /** One way trips of TCP, TLS 1.3 and the WebSocket's upgrade before the first event. */
    private static final int TRIPS_TO_CONNECT = 5;

    /** How long a page waits for a ticket, as the real one does. */
    private static final long ANSWER_MICROS_MAX = 20_000_000;

    /** How long a chain takes to be asked; a guess. */
    private static final long CHAIN_MICROS = 200_000;

    /** Checking a login's signatures, with some queueing. */
    private static final long VERIFY_MICROS = 1_000;

    /** Engine.IO: a ping every 25 s that may take 20 s to be answered; the server's own settings. */
    private static final long SILENCE_MICROS_MIN = 20_000_000;

    private static final long SILENCE_MICROS_MAX = 45_000_000;

    /** socket.io's client tries again at random within this time. */
    private static final long RECONNECT_MICROS_MAX = 5_000_000;

    private static final int ID_BYTES = 10;
    private static final long MICROS_PER_MILLI = 1_000;

    /** One page's connection. Whatever is sent on it arrives in order, or not at all. */
    static final class Socket {
        final String id;
        final Node node;
        boolean open = true;
        long lastDownMicros;
        long lastUpMicros;
        final ArrayDeque<Runnable> held = new ArrayDeque<>();

        @Nullable
        Introduction introduction;

        Socket(String id, Node node) {
            this.id = id;
            this.node = node;
        }
    }

    private final World world;
    private final Chance chance;
    private final Map<String, Socket> sockets = new LinkedHashMap<>();
    private Lobby lobby;
    private boolean up = true;
    private long tickAtMicros = Long.MAX_VALUE;

    SignalingServer(World world, Chance chance) {
        this.world = world;
        this.chance = chance;
        this.lobby = lobby();
    }

    private Lobby lobby() {
        LobbyConfig config = new LobbyConfig(
                0,
                world.config.meshMembers(),
                false,
                world.config.domains(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>());
        return new Lobby(config, world.crypto.hashes(), chance);
    }

    // ---- Between a page and the server

    /** A page connects and logs in. */
    void dial(Node node) {
        if (!up || node.socket != null || !node.alive || node.asleep || node.cutOff) {
            return;
        }
        Socket socket = new Socket(chance.next(ID_BYTES).hex(), node);
        node.socket = socket;
        sockets.put(socket.id, socket);
        for (int i = 1; i < TRIPS_TO_CONNECT; i++) {
            socket.lastUpMicros += world.network.serverDelayMicros(node);
        }
        socket.lastUpMicros += world.events.nowMicros();
        up(socket, () -> {
            handle(new LobbyInput.Connected(socket.id, World.DOMAIN));
            handle(new LobbyInput.ChallengeAsked(socket.id));
        });
    }

    private void up(Socket socket, Runnable action) {
        if (socket.node.cutOff) {
            socket.held.add(() -> up(socket, action));
            return;
        }
        long arrival = world.events.nowMicros() + world.network.serverDelayMicros(socket.node);
        socket.lastUpMicros = Math.max(socket.lastUpMicros, arrival);
        world.events.at(socket.lastUpMicros, -1, new Happening.Act("to server", () -> {
            if (socket.open) {
                action.run();
            }
        }));
    }

    private void down(Socket socket, Runnable action) {
        if (socket.node.cutOff) {
            socket.held.add(() -> down(socket, action));
            return;
        }
        long arrival = world.events.nowMicros() + world.network.serverDelayMicros(socket.node);
        socket.lastDownMicros = Math.max(socket.lastDownMicros, arrival);
        world.events.at(socket.lastDownMicros, -1, new Happening.Act("from server", () -> {
            if (socket.node.socket == socket) {
                action.run();
            }
        }));
    }

    private void tell(Socket socket, Input input) {
        down(socket, () -> socket.node.tell(input));
    }

    private Login login(Node node, LobbyOutput.Challenge challenge) {
        Delegation delegation = node.identity.delegation();
        if (delegation == null) {
            throw new IllegalStateException("every simulated peer has a delegation");
        }
        SiweMessage message = delegation.cacao().message();
        String prefix = delegation.isByContract() ? WalletSignature.CONTRACT_PREFIX : "";
        return new Login(
                node.name(),
                node.identity.wallet().text(world.crypto.hashes()),
                node.identity.profile().color(),
                world.config.room().text(),
                message.toText(world.crypto.hashes()),
                prefix + delegation.cacao().signature().text(),
                node.keys.session().did(),
                node.keys
                        .sign(SessionStatement.login(challenge.domain(), challenge.nonce()))
                        .hex());
    }

    /** A page sends another a signal. */
    void signal(Node from, Output.SendSignal send) {
        Socket socket = from.socket;
        if (socket != null && socket.open) {
            up(socket, () -> {
                Socket to = sockets.get(send.to());
                if (to != null && Lobby.maySignal(lobby.occupant(socket.id), lobby.occupant(to.id))) {
                    world.meter.onSignal();
                    tell(to, new Input.SignalReceived(socket.id, send.signal()));
                }
            });
        }
    }

    /** A page asks who is in the room. */
    void askMembers(Node node) {
        Socket socket = node.socket;
        if (socket != null && socket.open) {
            up(socket, () -> handle(new LobbyInput.MembersAsked(socket.id)));
        }
    }

    // ---- The gatekeeper beside it

    /** A page asks for a ticket. */
    void askTicket(Node node) {
        int question = ++node.ticketQuestion;
        world.events.act(ANSWER_MICROS_MAX, "no ticket", () -> answerTicket(node, question, null));
        askGatekeeper(node, (gatekeeper, socket) -> {
            Bytes ticket = gatekeeper.ticket(world.config.room(), node, nowMillis());
            down(socket, () -> answerTicket(node, question, ticket));
        });
    }

    /** Once for each question: a page gives up after a while. */
    private static void answerTicket(Node node, int question, @Nullable Bytes ticket) {
        if (node.alive && node.ticketQuestion == question) {
            node.ticketQuestion++;
            node.tell(new Input.TicketGiven(ticket));
        }
    }

    /** A page asks who of these holds nothing any more. */
    void askLapses(Node node, List<WalletAddress> wallets) {
        askGatekeeper(
                node,
                (gatekeeper, socket) -> gatekeeper
                        .lapses(world.config.room(), wallets, nowMillis())
                        .forEach(lapse -> tell(socket, new Input.LapseTold(lapse))));
    }

    private void askGatekeeper(Node node, BiConsumer<Gatekeeper, Socket> question) {
        Socket socket = node.socket;
        Gatekeeper gatekeeper = world.ground == null ? null : world.ground.gatekeeper;
        if (socket != null && socket.open && gatekeeper != null) {
            up(socket, () -> world.events.act(CHAIN_MICROS, "chain asked", () -> question.accept(gatekeeper, socket)));
        }
    }

    /** The gatekeeper has seen that somebody gave away what let him in: everybody who is here is told. */
    void tellLapse(Gatekeeper gatekeeper, WalletAddress wallet) {
        for (Bytes lapse : gatekeeper.lapses(world.config.room(), List.of(wallet), nowMillis())) {
            List.copyOf(sockets.values()).forEach(socket -> tell(socket, new Input.LapseTold(lapse)));
        }
    }

    // ---- The lobby's loop

    private void handle(LobbyInput input) {
        if (up) {
            for (LobbyOutput output : lobby.handle(input, nowMillis())) {
                carryOut(output);
            }
            planTick();
        }
    }

    private long nowMillis() {
        return World.START_MILLIS + world.events.nowMicros() / MICROS_PER_MILLI;
    }

    private void planTick() {
        long deadline = lobby.deadlineMillis();
        if (deadline != Long.MAX_VALUE) {
            long atMicros = (deadline - World.START_MILLIS) * MICROS_PER_MILLI;
            if (atMicros < tickAtMicros) {
                tickAtMicros = atMicros;
                world.events.at(atMicros, -1, new Happening.Act("lobby", () -> {
                    tickAtMicros = Long.MAX_VALUE;
                    handle(new LobbyInput.Tick());
                }));
            }
        }
    }

    private void carryOut(LobbyOutput output) {
        switch (output) {
            case LobbyOutput.Challenge challenge -> {
                Socket socket = sockets.get(challenge.to());
                if (socket != null) {
                    down(socket, () -> {
                        Login login = login(socket.node, challenge);
                        up(socket, () -> handle(new LobbyInput.LoginReceived(socket.id, login)));
                    });
                }
            }
            case LobbyOutput.Verify verify -> {
                boolean valid = true;
                for (SignatureCheck check : verify.checks()) {
                    valid &= world.crypto.verify(check);
                }
                LobbyInput answer = new LobbyInput.Verified(verify.ticket(), valid);
                world.events.act(VERIFY_MICROS, "login verified", () -> handle(answer));
            }
            // Its operator's node knows, while no page can ask one.
            case LobbyOutput.AskContract ask -> {
                LobbyInput answer = new LobbyInput.ContractAsked(ask.ticket(), ContractWord.SIGNED);
                world.events.act(VERIFY_MICROS, "contract asked", () -> handle(answer));
            }
            case LobbyOutput.Judge judge -> throw new IllegalStateException("no room is gated here");
            case LobbyOutput.Admitted admitted -> onAdmitted(admitted.self(), admitted.occupants(), admitted.size());
            case LobbyOutput.Refused refused -> world.meter.onLoginRefused();
            case LobbyOutput.PeerJoined joined -> {
                Input input = new Input.Joined(introduction(joined.who()));
                joined.to().forEach(to -> tell(to.id(), input));
            }
            case LobbyOutput.PeerLeft left -> {
                Input input = new Input.Left(left.who().id());
                left.to().forEach(to -> tell(to.id(), input));
            }
            case LobbyOutput.RoomShrunk shrunk ->
                shrunk.occupants()
                        .forEach(to -> tell(
                                to.id(),
                                new Input.Sampled(
                                        others(to.id(), shrunk.occupants()),
                                        shrunk.occupants().size())));
            case LobbyOutput.Members members ->
                tell(members.to(), new Input.Sampled(others(members.to(), members.occupants()), members.size()));
            case LobbyOutput.TooOften _ -> {}
            case LobbyOutput.Dismiss dismiss -> {}
            case LobbyOutput.Replaced _ -> {}
        }
    }

    private void tell(String id, Input input) {
        Socket socket = sockets.get(id);
        if (socket != null) {
            tell(socket, input);
        }
    }

    private void onAdmitted(Occupant self, List<Occupant> occupants, int size) {
        Socket socket = sockets.get(self.id());
        if (socket == null) {
            return;
        }
        List<Introduction> others = others(self.id(), occupants);
        down(socket, () -> {
            Node node = socket.node;
            node.enteredAtMicros = Math.min(node.enteredAtMicros, world.events.nowMicros());
            node.tell(new Input.Entered(self.id(), others, size, true));
        });
    }

    private List<Introduction> others(String self, List<Occupant> occupants) {
        List<Introduction> others = new ArrayList<>();
        for (Occupant occupant : occupants) {
            if (!occupant.id().equals(self)) {
                others.add(introduction(occupant));
            }
        }
        return others;
    }

    /** Made once for each socket: many are told of it. */
    private Introduction introduction(Occupant who) {
        Socket socket = sockets.get(who.id());
        if (socket != null && socket.introduction != null) {
            return socket.introduction;
        }
        Introduction made = new Introduction(
                who.id(), who.session(), who.profile(), who.wallet().text(world.crypto.hashes()));
        if (socket != null) {
            socket.introduction = made;
        }
        return made;
    }

    // ---- What goes wrong

    private void drop(Socket socket) {
        if (socket.open) {
            socket.open = false;
            sockets.remove(socket.id);
            handle(new LobbyInput.Disconnected(socket.id));
        }
    }

    /** A peer ends: the server finds out at once where the socket was closed, else by its silence. */
    void end(Node node, boolean silently) {
        Socket socket = node.socket;
        if (socket != null) {
            long micros = silently
                    ? chance.between(SILENCE_MICROS_MIN, SILENCE_MICROS_MAX)
                    : world.network.serverDelayMicros(node);
            world.events.act(micros, "gone", () -> drop(socket));
        }
    }

    void sleep(Node node) {
        Socket socket = node.socket;
        if (socket != null) {
            int nap = node.naps;
            long micros = chance.between(SILENCE_MICROS_MIN, SILENCE_MICROS_MAX);
            world.events.act(micros, "silent", () -> {
                if (node.asleep && node.naps == nap) {
                    drop(socket);
                }
            });
        }
    }

    /** A peer can be reached again: what was held goes on, or the page finds its socket dead and dials again. */
    void onBack(Node node) {
        Socket socket = node.socket;
        if (socket == null) {
            redial(node);
        } else if (!socket.open) {
            lose(socket);
        } else {
            while (!socket.held.isEmpty()) {
                socket.held.remove().run();
            }
        }
    }

    /** A peer is cut off: both sides notice that the socket is silent, each in its own time. */
    void cutOff(Node node) {
        Socket socket = node.socket;
        if (socket != null) {
            world.events.act(chance.between(SILENCE_MICROS_MIN, SILENCE_MICROS_MAX), "cut", () -> {
                if (node.cutOff) {
                    drop(socket);
                    lose(socket);
                }
            });
        }
    }

    private void lose(Socket socket) {
        Node node = socket.node;
        if (node.socket == socket) {
            node.socket = null;
            socket.held.clear();
            node.tell(new Input.SignalingLost());
            redial(node);
        }
    }

    private void redial(Node node) {
        if (node.alive) {
            world.events.act(chance.between(0, RECONNECT_MICROS_MAX), "dial", () -> dial(node));
        }
    }

    /** The process dies, and with it all that it knew. */
    void die() {
        up = false;
        List<Socket> open = new ArrayList<>(sockets.values());
        sockets.clear();
        for (Socket socket : open) {
            socket.open = false;
            if (!socket.node.cutOff) {
                world.events.act(world.network.serverDelayMicros(socket.node), "server lost", () -> lose(socket));
            }
        }
    }

    void revive(List<Node> nodes) {
        up = true;
        lobby = lobby();
        for (Node node : nodes) {
            if (node.socket == null) {
                redial(node);
            }
        }
    }
}
