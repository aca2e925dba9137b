package tropichat.core;

import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Oldest;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.WalletAddress;
import tropichat.core.link.Frame;
import tropichat.core.link.Hello;
import tropichat.core.link.Transcript;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fragments;

/**
 * One link to one other peer, from the connection being made to its end. Both ends send a hello, then a signature over
 * both hellos and both DTLS fingerprints; only when the other's has been verified does anything else count.
 */
final class Link {
    /** From wanting a connection to an open channel; what browsers take to give up on ICE is 15 s and more. */
    static final long CONNECT_MILLIS_MAX = 15_000;

    /** Profiles of which a link remembers that they went over it. */
    static final int TOLD_MAX = 512;

    private enum Stage {
        CONNECTING,
        GREETING,
        PROVING,
        /** In a room that belongs to somebody: who is there is proven, and not let in yet. */
        JUDGING,
        OPEN,
        ENDED
    }

    final int id;
    final Contact contact;

    /** The session that must be at the other end. */
    final DidKey session;

    /** What the server calls the other end of a link that it carries; null for any other link. */
    final @Nullable String relayTo;

    final Intake intake;

    /** Whether it lives. */
    final Pulse pulse;

    /** Both ends have proven themselves on it. */
    boolean proven;

    /** What the other end may have us do. */
    final Rates rates;

    /** Whether it is part of the tree over which entries are sent at once (Plumtree's eager push). */
    boolean eager = true;

    private final Room room;
    private final Host host;
    private final Config config;
    private final Fragments fragments = new Fragments();
    private final Fragments bulk = new Fragments();
    private final OpenFrames frames;
    private final HeldFrames held = new HeldFrames();
    private final LinkedHashSet<Cid> told = new LinkedHashSet<>();

    private Stage stage = Stage.CONNECTING;
    /** Of what comes before it is open. */
    private long deadlineMillis;

    private String localFingerprint = "";
    private String remoteFingerprint = "";
    private Bytes ownHello = Bytes.EMPTY;
    private Bytes peerHello = Bytes.EMPTY;
    private @Nullable Hello peer;
    private boolean ownProofSent;
    private boolean peerProofSeen;
    private boolean peerProofValid;
    private boolean delegationValid;

    /** Whether the other end's wallet is a contract, so that for the room's law a gatekeeper has to say whose the session is. */
    private boolean isVouched;

    Link(int id, Contact contact, DidKey session, @Nullable String relayTo, Room room, long connectMillis) {
        this.id = id;
        this.contact = contact;
        this.session = session;
        this.relayTo = relayTo;
        this.room = room;
        this.host = room.host;
        this.config = room.config;
        this.deadlineMillis = host.nowMillis() + connectMillis;
        this.rates = new Rates(host);
        this.pulse = new Pulse(room, this);
        this.intake = new Intake(room, this);
        this.frames = new OpenFrames(room, this);
    }

    boolean isRelayed() {
        return relayTo != null;
    }

    boolean isOpen() {
        return stage == Stage.OPEN;
    }

    /** Whether both ends have proven who they are, let in or not. */
    boolean isProven() {
        return stage == Stage.JUDGING || stage == Stage.OPEN;
    }

    /** Whether it is on its way to being open. */
    boolean isConnecting() {
        return switch (stage) {
            case CONNECTING, GREETING, PROVING, JUDGING -> true;
            case OPEN, ENDED -> false;
        };
    }

    /**
     * Whose the session at the other end is for the room's law, once that is proven; null where no wallet has said so. For a
     * contract a ticket speaks, which names both: all who see it judge alike, whatever the contract says now and here.
     */
    @Nullable
    WalletAddress account() {
        boolean isSaid = isVouched ? room.turnstile.hasShown(this) : peer != null && peer.delegation() != null;
        return isSaid ? claimed() : null;
    }

    /** The wallet that it says is its own, proven here or not: gatekeepers name it with its session; null before it is proven. */
    @Nullable
    WalletAddress claimed() {
        return !isProven() || peer == null ? null : peer.wallet();
    }

    /** Whether the driver still waits for the channel. */
    boolean isNegotiating() {
        return stage == Stage.CONNECTING;
    }

    long deadlineMillis() {
        return Math.min(Math.min(deadlineMillis, pulse.deadlineMillis()), intake.deadlineMillis());
    }

    /** The other end has answered: a connection may take as long as connections take. */
    void extend(long millis) {
        if (stage == Stage.CONNECTING) {
            deadlineMillis = Math.max(deadlineMillis, host.nowMillis() + millis);
        }
    }

    /** Whether a profile need not be sent along any more; from now on it need not. */
    boolean markTold(@Nullable Cid profile) {
        if (profile == null) {
            return true;
        }
        boolean news = told.add(profile);
        Oldest.forget(told, TOLD_MAX);
        return !news;
    }

    void tick() {
        if (host.nowMillis() >= deadlineMillis && stage == Stage.JUDGING && room.law != null) {
            room.law.gate.onUndecided(this);
        } else if (host.nowMillis() >= deadlineMillis && stage == Stage.JUDGING) {
            end(LinkEnd.NO_TICKET);
        } else if (host.nowMillis() >= deadlineMillis) {
            end(stage == Stage.CONNECTING ? LinkEnd.NO_ANSWER : LinkEnd.HANDSHAKE_TIMEOUT);
        } else if (host.nowMillis() >= pulse.deadlineMillis()) {
            pulse.tick();
        } else if (host.nowMillis() >= intake.deadlineMillis()) {
            intake.pump();
        }
    }

    /** The channel is open: says who we are. */
    void onOpened(String local, String remote, Hello hello) {
        if (stage != Stage.CONNECTING) {
            return;
        }
        stage = Stage.GREETING;
        deadlineMillis = host.nowMillis() + Limits.HANDSHAKE_MILLIS_MAX;
        localFingerprint = local;
        remoteFingerprint = remote;
        ownHello = hello.encode(config.hashes());
        send(new Frame.Greeting(ownHello));
        room.roster.show(contact, LinkState.VERIFYING, null);
    }

    /** A message came; {@code onBulk} on the second channel, on which only history travels. */
    void onFragment(Bytes fragment, boolean onBulk) {
        if (stage == Stage.CONNECTING || stage == Stage.ENDED) {
            return;
        }
        try {
            Bytes frame = (onBulk ? bulk : fragments).add(fragment);
            if (frame != null) {
                onFrame(Frame.decode(frame), frame.length());
            }
        } catch (Malformed malformed) {
            end(LinkEnd.MALFORMED);
        }
    }

    /** Asks an open link for a sign of life. */
    void probe() {
        if (stage == Stage.OPEN) {
            pulse.probe();
        }
    }

    /** Has paths of an open link looked for anew. */
    void repair() {
        if (stage == Stage.OPEN) {
            pulse.repair();
        }
    }

    void send(Frame frame) {
        send(Fragments.split(frame.encode()));
    }

    /** Sends history, on the channel that lets everything else go first. */
    void sendBulk(Frame frame) {
        for (Bytes fragment : Fragments.split(frame.encode())) {
            host.put(new Output.SendFragment(id, true, fragment));
        }
    }

    /** Sends a frame that was cut before. */
    void send(List<Bytes> fragments) {
        for (Bytes fragment : fragments) {
            host.put(new Output.SendFragment(id, false, fragment));
        }
    }

    void end(LinkEnd end) {
        if (stage == Stage.ENDED) {
            return;
        }
        stage = Stage.ENDED;
        deadlineMillis = Long.MAX_VALUE;
        pulse.stop();
        held.clear();
        host.put(new Output.CloseLink(id));
        intake.abandon();
        if (room.law != null) {
            room.law.gate.onEnded(this);
        }
        room.turnstile.onEnded(this);
        room.connections.onEnded(this, end);
    }

    private void onFrame(Frame frame, int length) throws Malformed {
        switch (stage) {
            case GREETING -> onGreeting(frame);
            case PROVING -> onProvingFrame(frame, length);
            case JUDGING -> onJudgedFrame(frame, length);
            case OPEN -> onOpenFrame(frame);
            case CONNECTING, ENDED -> {}
        }
    }

    private void onGreeting(Frame frame) throws Malformed {
        if (!(frame instanceof Frame.Greeting greeting)) {
            end(LinkEnd.MALFORMED);
            return;
        }
        Hello hello = Hello.decode(greeting.hello(), config.hashes());
        LinkEnd objection = config.objection(hello, session, host.nowMillis());
        if (objection != null) {
            end(objection);
            return;
        }
        peer = hello;
        peerHello = greeting.hello();
        stage = Stage.PROVING;
        Bytes signable = Transcript.signable(ownHello, peerHello, localFingerprint, remoteFingerprint, config.hashes());
        host.sign(signable, this::onOwnProofSigned);
        Delegation delegation = hello.delegation();
        if (delegation == null) {
            delegationValid = true;
        } else if (delegation.isByContract() && room.law != null) {
            isVouched = true;
            // Asked all the same: the host tells the person what comes of it.
            host.verify(delegation.signatureCheck(config.hashes()), signed -> {});
            onDelegationVerified(true);
        } else if (delegation.isByContract()) {
            host.verify(delegation.signatureCheck(config.hashes()), signed -> onContractAsked(hello, signed));
        } else {
            host.verify(delegation.signatureCheck(config.hashes()), this::onDelegationVerified);
        }
    }

    private void onOwnProofSigned(@Nullable Bytes signature) {
        if (stage != Stage.PROVING) {
            return;
        }
        if (signature == null) {
            end(LinkEnd.CLOSED);
            return;
        }
        send(new Frame.Proof(signature));
        ownProofSent = true;
        openWhenProven();
    }

    private void onDelegationVerified(boolean valid) {
        if (stage != Stage.PROVING) {
            return;
        }
        if (!valid) {
            end(LinkEnd.DELEGATION_INVALID);
            return;
        }
        delegationValid = true;
        openWhenProven();
    }

    /** What no chain tells us here counts for nothing, and against nobody. */
    private void onContractAsked(Hello hello, boolean signed) {
        if (stage == Stage.PROVING && !signed) {
            peer = hello.withoutDelegation();
        }
        onDelegationVerified(true);
    }

    private void onProvingFrame(Frame frame, int length) {
        if (frame instanceof Frame.Proof proof && !peerProofSeen) {
            peerProofSeen = true;
            Bytes signed =
                    Transcript.signable(peerHello, ownHello, remoteFingerprint, localFingerprint, config.hashes());
            host.verify(new SignatureCheck.BySession(session, signed, proof.signature()), this::onPeerProofVerified);
        } else if (peerProofSeen) {
            hold(frame, length);
        } else {
            end(LinkEnd.MALFORMED);
        }
    }

    // The other end may be through with its checks before we are with ours.
    private void hold(Frame frame, int length) {
        if (!held.add(frame, length)) {
            end(LinkEnd.FLOOD);
        }
    }

    private void onPeerProofVerified(boolean valid) {
        if (stage != Stage.PROVING) {
            return;
        }
        if (!valid) {
            end(LinkEnd.PROOF_INVALID);
            return;
        }
        peerProofValid = true;
        openWhenProven();
    }

    private void openWhenProven() {
        if (peer == null || !ownProofSent || !peerProofValid || !delegationValid) {
            return;
        }
        proven = true;
        if (!isVouched) {
            room.letters.onProven(session, peer);
        }
        pulse.onHeard();
        Law law = room.law;
        if (law == null && !room.turnstile.isOn()) {
            open(peer);
            return;
        }
        stage = Stage.JUDGING;
        room.turnstile.onProven(this);
        if (law == null) {
            deadlineMillis = host.nowMillis() + Turnstile.JUDGING_MILLIS_MAX;
        } else {
            deadlineMillis = host.nowMillis() + law.gate.judgingMillisMax();
            law.gate.onProven(this);
        }
        // What tells of the law, and tickets, were held as well.
        held.takeAll(this::onProvenFrame);
    }

    /** The other end is let in. */
    void admit() {
        if (stage == Stage.JUDGING && peer != null) {
            open(peer);
        }
    }

    private void open(Hello hello) {
        stage = Stage.OPEN;
        deadlineMillis = Long.MAX_VALUE;
        room.connections.onProven(this, hello);
        held.takeAll(this::onProvenFrame);
    }

    private void onProvenFrame(Frame frame, int length) {
        if (stage == Stage.OPEN) {
            onOpenFrame(frame);
        } else if (stage == Stage.JUDGING) {
            onJudgedFrame(frame, length);
        }
    }

    /** The other end may have let us in before we let it in. */
    private void onJudgedFrame(Frame frame, int length) {
        switch (frame) {
            case Frame.OfLaw ignored -> onOpenFrame(frame);
            case Frame.Show ignored -> onOpenFrame(frame);
            case Frame.Ping ignored -> onOpenFrame(frame);
            case Frame.Bye ignored -> onOpenFrame(frame);
            default -> hold(frame, length);
        }
    }

    private void onOpenFrame(Frame frame) {
        pulse.onHeard();
        frames.take(frame);
    }
}
