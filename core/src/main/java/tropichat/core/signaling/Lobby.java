package tropichat.core.signaling;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.base.RandomSource;
import tropichat.core.identity.RoomName;

/**
 * The signaling server's mind: hands out challenges, judges logins, keeps the rooms. A machine like the peer, without
 * clock, thread or socket: the server feeds it and carries out what it says.
 */
public final class Lobby {
    /** Time to sign in after connecting: a challenge's life and a minute for the person to begin. */
    public static final int LOGIN_MILLIS_MAX = Limits.CHALLENGE_MILLIS_MAX + 60_000;

    /** Logins whose signatures are being checked; more are told to come back: some two seconds of one core's work. */
    static final int VERIFYING_MAX = 20_000;

    /** 128 random bits in hexadecimal digits: EIP-4361 wants at least 8 alphanumeric characters. */
    private static final int NONCE_BYTES = 16;

    private final LobbyConfig config;
    private final RandomSource random;
    private final LoginCheck check;
    private final Map<String, Visitor> visitors = new LinkedHashMap<>();
    private final Map<String, Visitor> waiting = new LinkedHashMap<>();
    private final Map<RoomName, Room> rooms = new LinkedHashMap<>();
    private final Map<Long, Visitor> verifying = new LinkedHashMap<>();
    private long lastTicket;
    private List<LobbyOutput> outputs = new ArrayList<>();

    public Lobby(LobbyConfig config, Hashes hashes, RandomSource random) {
        this.config = config;
        this.random = random;
        this.check = new LoginCheck(config, hashes);
    }

    /** Takes one input and answers what the server has to do, in this order. */
    public List<LobbyOutput> handle(LobbyInput input, long nowMillis) {
        switch (input) {
            case LobbyInput.Connected connected -> connect(connected, nowMillis);
            case LobbyInput.Disconnected gone -> disconnect(gone.id());
            case LobbyInput.ChallengeAsked asked -> challenge(asked.id(), nowMillis);
            case LobbyInput.MembersAsked asked -> members(asked.id(), nowMillis);
            case LobbyInput.LoginReceived received -> login(received, nowMillis);
            case LobbyInput.Verified verified -> onVerified(verified, nowMillis);
            case LobbyInput.ContractAsked asked -> onContractAsked(asked);
            case LobbyInput.Judged judged -> onJudged(judged);
            case LobbyInput.Tick ignored -> tick(nowMillis);
        }
        List<LobbyOutput> done = outputs;
        outputs = new ArrayList<>();
        return done;
    }

    /** When to call with {@link LobbyInput.Tick}; {@link Long#MAX_VALUE} when there is nothing to wait for. */
    public long deadlineMillis() {
        Iterator<Visitor> oldest = waiting.values().iterator();
        return oldest.hasNext() ? oldest.next().deadlineMillis : Long.MAX_VALUE;
    }

    /** Who {@code id} is in its room; null where it has not been let in. */
    public @Nullable Occupant occupant(String id) {
        Visitor visitor = visitors.get(id);
        return visitor == null ? null : visitor.occupant;
    }

    /** Everybody in a room; nobody where there is no such room. */
    public List<Occupant> occupants(RoomName name) {
        Room room = rooms.get(name);
        return room == null ? new ArrayList<>() : room.everybody();
    }

    /** Whether {@code from} may send {@code to} a signal: both were let into the same room. */
    public static boolean maySignal(@Nullable Occupant from, @Nullable Occupant to) {
        return from != null && to != null && from.room().equals(to.room());
    }

    public int roomCount() {
        return rooms.size();
    }

    public int occupantCount() {
        return visitors.size() - waiting.size();
    }

    private void connect(LobbyInput.Connected connected, long nowMillis) {
        Visitor visitor = new Visitor(connected.id(), connected.host(), nowMillis + LOGIN_MILLIS_MAX);
        visitors.put(connected.id(), visitor);
        waiting.put(connected.id(), visitor);
    }

    private void disconnect(String id) {
        Visitor visitor = visitors.remove(id);
        waiting.remove(id);
        if (visitor != null && visitor.occupant != null) {
            leave(visitor.occupant);
        }
    }

    private void leave(Occupant who) {
        Room room = roomOf(who);
        boolean wasLarge = room.isLarge();
        room.remove(who);
        if (room.isEmpty()) {
            rooms.remove(who.room());
        } else if (!wasLarge) {
            outputs.add(new LobbyOutput.PeerLeft(room.everybody(), who));
        } else if (!room.isLarge()) {
            outputs.add(new LobbyOutput.RoomShrunk(room.everybody()));
        }
    }

    private void challenge(String id, long nowMillis) {
        Visitor visitor = visitors.get(id);
        if (visitor != null) {
            visitor.nonce = random.next(NONCE_BYTES).hex();
            visitor.nonceUntilMillis = nowMillis + Limits.CHALLENGE_MILLIS_MAX;
            outputs.add(new LobbyOutput.Challenge(id, visitor.nonce, check.domain(visitor), visitor.nonceUntilMillis));
        }
    }

    private void login(LobbyInput.LoginReceived received, long nowMillis) {
        Visitor visitor = visitors.get(received.id());
        if (visitor == null) {
            return;
        }
        if (visitor.occupant != null || visitor.claim != null) {
            refuse(visitor, LoginError.ALREADY_IN);
            return;
        }
        if (verifying.size() >= VERIFYING_MAX) {
            refuse(visitor, LoginError.BUSY);
            return;
        }
        try {
            Claim claim = check.claim(visitor, received.login(), nowMillis);
            visitor.claim = claim;
            verifying.put(++lastTicket, visitor);
            if (claim.checks().isEmpty()) {
                askContract(lastTicket, visitor, claim);
            } else {
                outputs.add(new LobbyOutput.Verify(visitor.id, lastTicket, claim.checks()));
            }
        } catch (LoginRefused refused) {
            refuse(visitor, refused.error());
        }
    }

    private void onVerified(LobbyInput.Verified verified, long nowMillis) {
        Visitor visitor = verifying.get(verified.ticket());
        if (visitor == null || visitor.claim == null) {
            return;
        }
        if (!verified.valid()) {
            check.forget(visitor.claim);
            conclude(verified.ticket(), LoginError.SIGNATURE_INVALID);
        } else {
            askContract(verified.ticket(), visitor, visitor.claim);
        }
        check.expire(nowMillis);
    }

    /** Only for whom all else speaks: asking a chain is dear. */
    private void askContract(long ticket, Visitor visitor, Claim claim) {
        if (claim.contract() == null) {
            judge(ticket, visitor, claim);
        } else {
            outputs.add(new LobbyOutput.AskContract(visitor.id, ticket, claim.contract()));
        }
    }

    private void onContractAsked(LobbyInput.ContractAsked asked) {
        Visitor visitor = verifying.get(asked.ticket());
        if (visitor == null || visitor.claim == null) {
            return;
        }
        switch (asked.word()) {
            case SIGNED -> judge(asked.ticket(), visitor, visitor.claim);
            case NOT_SIGNED -> conclude(asked.ticket(), LoginError.CONTRACT_REFUSED);
            case SILENT -> conclude(asked.ticket(), LoginError.CONTRACT_SILENT);
            case UNASKED -> conclude(asked.ticket(), LoginError.CONTRACT_UNASKED);
            case BUSY -> conclude(asked.ticket(), LoginError.BUSY);
        }
    }

    private void judge(long ticket, Visitor visitor, Claim claim) {
        if (config.gated().contains(claim.room())) {
            outputs.add(new LobbyOutput.Judge(visitor.id, ticket, claim.room(), claim.wallet()));
        } else {
            conclude(ticket, null);
        }
    }

    private void onJudged(LobbyInput.Judged judged) {
        conclude(
                judged.ticket(),
                switch (judged.outcome()) {
                    case PASS -> null;
                    case FAIL -> LoginError.GATE_FAILED;
                    case UNKNOWN -> LoginError.GATE_UNKNOWN;
                });
    }

    /** A login was looked into: whoever has not left meanwhile is in, or is told why not. */
    private void conclude(long ticket, @Nullable LoginError error) {
        Visitor visitor = verifying.remove(ticket);
        if (visitor == null || visitor.claim == null) {
            return;
        }
        Claim claim = visitor.claim;
        visitor.claim = null;
        if (visitors.get(visitor.id) != visitor) {
            return;
        }
        if (error == null) {
            admit(visitor, claim);
        } else {
            refuse(visitor, error);
        }
    }

    private void admit(Visitor visitor, Claim claim) {
        Room room = rooms.computeIfAbsent(claim.room(), name -> new Room(config.meshMembers()));
        Occupant former = room.bySession(claim.session());
        if (former == null && config.roomCapacity() > 0 && room.size() >= config.roomCapacity()) {
            refuse(visitor, LoginError.ROOM_FULL);
            return;
        }
        Occupant self = new Occupant(
                visitor.id, claim.room(), claim.profile(), claim.wallet(), claim.session(), claim.verified());
        visitor.occupant = self;
        waiting.remove(visitor.id);
        // Whoever makes the room large is still told of, so that the others notice.
        List<Occupant> others = room.isLarge() ? new ArrayList<>() : room.everybody();
        if (former == null) {
            room.add(self);
        } else {
            others.remove(former);
            room.replace(former, self);
        }
        outputs.add(new LobbyOutput.Admitted(self, room.roster(self, random), room.size()));
        if (!others.isEmpty()) {
            outputs.add(new LobbyOutput.PeerJoined(others, self));
        }
        if (former != null) {
            replace(former, others);
        }
    }

    /**
     * The session of a page that was reloaded, or slept, is back before its old connection was found to be dead. The
     * others are told last of that one, by when the session has its new id for them: nobody seems to leave.
     */
    private void replace(Occupant former, List<Occupant> others) {
        visitors.remove(former.id());
        if (!others.isEmpty()) {
            outputs.add(new LobbyOutput.PeerLeft(others, former));
        }
        outputs.add(new LobbyOutput.Replaced(former.id()));
    }

    private void members(String id, long nowMillis) {
        Visitor visitor = visitors.get(id);
        if (visitor == null || visitor.occupant == null) {
            return;
        }
        if (visitor.mayAskForMembers(nowMillis)) {
            Room room = roomOf(visitor.occupant);
            outputs.add(new LobbyOutput.Members(id, room.roster(visitor.occupant, random), room.size()));
        } else {
            outputs.add(new LobbyOutput.TooOften(id));
        }
    }

    private Room roomOf(Occupant who) {
        return Objects.requireNonNull(rooms.get(who.room()));
    }

    private void refuse(Visitor visitor, LoginError error) {
        outputs.add(new LobbyOutput.Refused(visitor.id, error));
    }

    // Visitors wait in the order in which they came, and all for the same time: the first is the oldest.
    private void tick(long nowMillis) {
        while (deadlineMillis() <= nowMillis) {
            String id = waiting.values().iterator().next().id;
            disconnect(id);
            outputs.add(new LobbyOutput.Dismiss(id));
        }
    }
}
