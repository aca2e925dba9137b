package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.ArrayList;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.TestSession;
import tropichat.core.identity.TestWallet;
import tropichat.core.link.Frame;
import tropichat.core.link.Hello;
import tropichat.core.link.Transcript;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fragments;

/** The other end of a link as the test plays it, honest or not. */
final class Stranger {
    static final String FINGERPRINT = "sha-256 5A:5A";
    static final String HOST_FINGERPRINT = "sha-256 A5:A5";

    final TestHost host;
    final TestSession session;
    final TestWallet wallet;
    final String id;
    String instance = "page";
    int link;
    Bytes ownHello = Bytes.EMPTY;

    Stranger(TestHost host, String name) {
        this.host = host;
        this.session = new TestSession(name);
        this.wallet = new TestWallet(name);
        this.id = "id-" + name;
    }

    Introduction introduction() {
        return new Introduction(id, session.key(), TestHost.profile("Stranger"), wallet.text());
    }

    /** Comes into the room and opens a channel; nothing is said on it yet. */
    Stranger connect() {
        host.tell(new Input.Entered(List.of()));
        host.tell(new Input.Joined(introduction()));
        return offer(1).open();
    }

    Stranger offer(int attempt) {
        for (Output output : signal(Signal.Kind.OFFER, attempt)) {
            if (output instanceof Output.OpenLink opened) {
                link = opened.link();
            }
        }
        return this;
    }

    List<Output> signal(Signal.Kind kind, int attempt) {
        return host.tell(new Input.SignalReceived(id, new Signal(instance, attempt, kind, "body")));
    }

    Stranger open() {
        host.tell(new Input.LinkOpened(link, HOST_FINGERPRINT, FINGERPRINT));
        return this;
    }

    /** Comes in and goes through the whole handshake as an honest peer does. */
    Stranger linked() {
        return connect().greet().prove();
    }

    Hello hello() {
        return new Hello(
                TestHost.ROOM,
                session.key(),
                wallet.address(),
                TestHost.delegation(session, wallet),
                TestHost.profile("Stranger"),
                Bytes.wrap(new byte[Hello.NONCE_BYTES]));
    }

    Stranger greet() {
        return greet(hello());
    }

    Stranger greet(Hello hello) {
        ownHello = hello.encode(TestHost.HASHES);
        return send(new Frame.Greeting(ownHello));
    }

    Stranger prove() {
        return send(new Frame.Proof(proof(FINGERPRINT, HOST_FINGERPRINT)));
    }

    /** The proof of a peer that sees these fingerprints. */
    Bytes proof(String ownFingerprint, String hostFingerprint) {
        return session.sign(
                Transcript.signable(ownHello, hostHello(), ownFingerprint, hostFingerprint, TestHost.HASHES));
    }

    Bytes hostHello() {
        for (Frame frame : heard()) {
            if (frame instanceof Frame.Greeting greeting) {
                return greeting.hello();
            }
        }
        throw new AssertionError("the host did not greet");
    }

    Stranger send(Frame frame) {
        return sendRaw(frame.encode());
    }

    /** Sends any bytes as a frame. */
    Stranger sendRaw(Bytes frame) {
        for (Bytes fragment : Fragments.split(frame)) {
            sendFragment(fragment);
        }
        return this;
    }

    Stranger sendFragment(Bytes fragment) {
        host.tell(new Input.FragmentReceived(link, fragment));
        return this;
    }

    Entry entry(String text, long lamport, Cid... parents) {
        try {
            return entry(EntryBody.Text.parse(text, false), lamport, parents);
        } catch (Malformed malformed) {
            throw new AssertionError(malformed);
        }
    }

    Entry entry(EntryBody body, long lamport, Cid... parents) {
        return new Entry(TestHost.ROOM, session.key(), lamport, host.nowMillis, List.of(parents), body);
    }

    /** Signs and sends. */
    Stranger say(Entry entry) {
        return send(new Frame.Said(entry.block(session.sign(entry.signable()))));
    }

    Stranger say(String text, long lamport) {
        return say(entry(text, lamport));
    }

    /** All frames that the host has sent on this link. */
    List<Frame> heard() {
        Fragments fragments = new Fragments();
        List<Frame> frames = new ArrayList<>();
        try {
            for (Output.SendFragment sent : host.outputs(Output.SendFragment.class)) {
                Bytes frame = sent.link() == link ? fragments.add(sent.fragment()) : null;
                if (frame != null) {
                    frames.add(Frame.decode(frame));
                }
            }
        } catch (Malformed malformed) {
            throw new AssertionError(malformed);
        }
        return frames;
    }

    Member member() {
        Member member = host.member(session.did());
        assertNotNull(member, "not in the room");
        return member;
    }

    boolean isClosed() {
        return host.outputs.contains(new Output.CloseLink(link));
    }
}
