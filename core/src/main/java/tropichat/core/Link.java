package tropichat.core;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.TokenBucket;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.link.Frame;
import tropichat.core.link.Hello;
import tropichat.core.link.Transcript;
import tropichat.core.wire.Fragments;

/**
 * One link to one other peer, from the connection being made to its end. Both ends send a hello, then a signature over
 * both hellos and both DTLS fingerprints; only when the other's has been verified does anything else count.
 */
final class Link {
    /** From wanting a connection to an open channel; what browsers take to give up on ICE is 15 s and more. */
    static final long CONNECT_MILLIS_MAX = 15_000;

    /** How long a link that is suspected dead may take to answer: a round trip to the far side of the world, ten times. */
    static final long PROBE_MILLIS_MAX = 3_000;

    /** Frames that may wait for the other end's proof to be checked; each link's bytes are bounded besides. */
    static final int HELD_FRAMES_MAX = 256;

    private enum Stage {
        CONNECTING,
        GREETING,
        PROVING,
        OPEN,
        ENDED
    }

    final int id;
    final Contact contact;
    private final DidKey expected;
    private final Host host;
    private final Config config;
    private final Mesh mesh;
    private final Fragments fragments = new Fragments();
    private final ArrayDeque<Frame> held = new ArrayDeque<>();
    private final Intake intake;
    private final TokenBucket control;

    private Stage stage = Stage.CONNECTING;
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
    private int heldBytes;

    Link(int id, Contact contact, DidKey expected, Host host, Config config, Mesh mesh) {
        this.id = id;
        this.contact = contact;
        this.expected = expected;
        this.host = host;
        this.config = config;
        this.mesh = mesh;
        this.deadlineMillis = host.nowMillis() + CONNECT_MILLIS_MAX;
        this.control = new TokenBucket(Limits.CONTROL_FRAMES_PER_SECOND, Limits.CONTROL_FRAMES_BURST, host.nowMillis());
        this.intake = new Intake(
                host, config, mesh.timeline(), expected, received -> mesh.onEntry(contact, received), this::end);
    }

    boolean isOpen() {
        return stage == Stage.OPEN;
    }

    long deadlineMillis() {
        return Math.min(deadlineMillis, intake.deadlineMillis());
    }

    void tick() {
        if (host.nowMillis() >= deadlineMillis) {
            end(
                    switch (stage) {
                        case CONNECTING -> LinkEnd.NO_ANSWER;
                        case GREETING, PROVING -> LinkEnd.HANDSHAKE_TIMEOUT;
                        case OPEN, ENDED -> LinkEnd.SILENT;
                    });
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
        mesh.onVerifying(this);
    }

    void onFragment(Bytes fragment) {
        if (stage == Stage.CONNECTING || stage == Stage.ENDED) {
            return;
        }
        try {
            Bytes frame = fragments.add(fragment);
            if (frame != null) {
                onFrame(Frame.decode(frame), frame.length());
            }
        } catch (Malformed malformed) {
            end(LinkEnd.MALFORMED);
        }
    }

    /** Asks an open link for a sign of life; without one it ends. */
    void probe() {
        if (stage == Stage.OPEN && deadlineMillis == Long.MAX_VALUE) {
            deadlineMillis = host.nowMillis() + PROBE_MILLIS_MAX;
            send(new Frame.Ping(0));
        }
    }

    void send(Frame frame) {
        for (Bytes fragment : Fragments.split(frame.encode())) {
            host.put(new Output.SendFragment(id, fragment));
        }
    }

    void end(LinkEnd end) {
        if (stage == Stage.ENDED) {
            return;
        }
        stage = Stage.ENDED;
        deadlineMillis = Long.MAX_VALUE;
        held.clear();
        host.put(new Output.CloseLink(id));
        mesh.onEnded(this, end);
    }

    private void onFrame(Frame frame, int length) throws Malformed {
        switch (stage) {
            case GREETING -> onGreeting(frame);
            case PROVING -> onProvingFrame(frame, length);
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
        LinkEnd objection = objection(hello);
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
        } else {
            host.verify(delegation.signatureCheck(config.hashes()), this::onDelegationVerified);
        }
    }

    /** What speaks against a hello before any signature is looked at; null when nothing does. */
    private @Nullable LinkEnd objection(Hello hello) {
        if (!hello.room().equals(config.room())) {
            return LinkEnd.WRONG_ROOM;
        }
        if (!hello.session().equals(expected)) {
            return LinkEnd.WRONG_SESSION;
        }
        Delegation delegation = hello.delegation();
        if (delegation != null
                && (!delegation.account().address().equals(hello.wallet())
                        || delegation.refusal(expected, host.nowMillis(), config.domains()) != null)) {
            return LinkEnd.DELEGATION_INVALID;
        }
        return null;
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

    private void onProvingFrame(Frame frame, int length) {
        if (frame instanceof Frame.Proof proof && !peerProofSeen) {
            peerProofSeen = true;
            Bytes signed =
                    Transcript.signable(peerHello, ownHello, remoteFingerprint, localFingerprint, config.hashes());
            host.verify(new SignatureCheck.BySession(expected, signed, proof.signature()), this::onPeerProofVerified);
        } else if (peerProofSeen) {
            hold(frame, length);
        } else {
            end(LinkEnd.MALFORMED);
        }
    }

    // The other end may be through with its checks before we are with ours.
    private void hold(Frame frame, int length) {
        heldBytes += length;
        held.add(frame);
        if (held.size() > HELD_FRAMES_MAX || heldBytes > Limits.UNVERIFIED_BYTES_PER_LINK_MAX) {
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
        stage = Stage.OPEN;
        deadlineMillis = Long.MAX_VALUE;
        mesh.onProven(this, peer);
        while (stage == Stage.OPEN && !held.isEmpty()) {
            onOpenFrame(held.remove());
        }
    }

    private void onOpenFrame(Frame frame) {
        deadlineMillis = Long.MAX_VALUE;
        switch (frame) {
            case Frame.Said said -> intake.add(said.block());
            case Frame.Typing typing when control.take(1, host.nowMillis()) -> mesh.onTyping(contact, typing.typing());
            case Frame.Ping ping when control.take(1, host.nowMillis()) -> send(new Frame.Pong(ping.number()));
            case Frame.Typing ignored -> {}
            case Frame.Ping ignored -> {}
            case Frame.Pong ignored -> {}
            case Frame.Bye ignored -> end(LinkEnd.BYE);
            case Frame.Greeting ignored -> end(LinkEnd.MALFORMED);
            case Frame.Proof ignored -> end(LinkEnd.MALFORMED);
        }
    }
}
