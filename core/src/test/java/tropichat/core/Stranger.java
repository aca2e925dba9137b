package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.PeerRecord;
import tropichat.core.identity.TestSealing;
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
    final Bytes sealing;
    String instance = "page";
    int link;

    /** The front on which what is said next goes. */
    int wave = 1_000;

    /** Whether its offers may be declined. */
    boolean low;

    /** How many members it takes the room to have. */
    int members = 2;

    Bytes ownHello = Bytes.EMPTY;

    Stranger(TestHost host, String name) {
        this.host = host;
        this.session = new TestSession(name);
        this.wallet = new TestWallet(name);
        this.id = "id-" + name;
        this.sealing = TestSealing.key(name);
    }

    Introduction introduction() {
        return new Introduction(id, session.key(), TestHost.profile("Stranger"), wallet.text());
    }

    /** Comes into the room and opens a channel; nothing is said on it yet. */
    Stranger connect() {
        host.tell(TestHost.entered());
        return join();
    }

    /** Comes into a room that the host is in, and opens a channel. */
    Stranger join() {
        host.tell(new Input.Joined(introduction()));
        return offer(1).open();
    }

    /** The same, and goes through the whole handshake. */
    Stranger joined() {
        return join().handshake();
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
        Signal signal = unproven(kind, attempt);
        return host.tell(new Input.SignalReceived(id, signal.isDescription() ? proven(signal) : signal));
    }

    /** A signal as anybody could make it up. */
    Signal unproven(Signal.Kind kind, int attempt) {
        boolean offer = kind == Signal.Kind.OFFER;
        return new Signal(offer ? session.key() : null, instance, attempt, kind, offer && low, "body");
    }

    /** The same with this session's proof of it. */
    Signal proven(Signal signal) {
        Bytes signable =
                DescriptionProof.signable(TestHost.ROOM, session.key(), host.session.key(), host.nowMillis, signal);
        return signal.proven(new DescriptionProof(host.nowMillis, session.sign(signable)));
    }

    Stranger open() {
        host.tell(new Input.LinkOpened(link, HOST_FINGERPRINT, FINGERPRINT));
        return this;
    }

    /** Offers a link to a host that was not told of it, in a large room, and goes through the whole handshake. */
    Stranger met() {
        link = 0;
        return offer(1).open().handshake();
    }

    /** Comes in, goes through the whole handshake, and says how it can be reached, as an honest peer does. */
    Stranger linked() {
        return connect().handshake();
    }

    Stranger handshake() {
        return greet().prove().introduce();
    }

    Stranger introduce() {
        return send(new Frame.Self(record(), members));
    }

    PeerRecord record() {
        return record(TestHost.START_MILLIS);
    }

    PeerRecord record(long timeMillis) {
        Bytes signed = PeerRecord.signable(TestHost.ROOM, session.key(), sealing, timeMillis);
        return new PeerRecord(session.key(), sealing, timeMillis, session.sign(signed), id);
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

    /** The same of somebody who reads letters. */
    Hello readingHello() {
        Hello plain = hello();
        return new Hello(
                plain.room(),
                plain.session(),
                plain.wallet(),
                plain.delegation(),
                plain.profile(),
                plain.nonce(),
                TestSealing.key("a device"),
                null);
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
        host.tell(new Input.FragmentReceived(link, false, fragment));
        return this;
    }

    Entry entry(String text, long lamport, Cid... parents) {
        try {
            return entry(EntryBody.Text.parse(text, false, null), lamport, parents);
        } catch (Malformed malformed) {
            throw new AssertionError(malformed);
        }
    }

    Entry entry(EntryBody body, long lamport, Cid... parents) {
        return entry(body, lamport, profile(), parents);
    }

    /** An entry that names this profile; none where it is one itself. */
    Entry entry(EntryBody body, long lamport, Bytes profile, Cid... parents) {
        Cid named = body instanceof EntryBody.AboutAuthor ? null : id(profile);
        return new Entry(TestHost.ROOM, session.key(), lamport, host.nowMillis, List.of(parents), named, body);
    }

    Bytes block(Entry entry) {
        return entry.block(session.sign(entry.signable()));
    }

    /** The block of a text. */
    Bytes block(String text, long lamport) {
        return block(entry(text, lamport));
    }

    /** The block of a text that names this profile. */
    Bytes block(String text, long lamport, Bytes profile) {
        return block(entry(new EntryBody.Text(text, false, null), lamport, profile));
    }

    /** Who this is, as an entry. */
    Bytes profile() {
        return block(profile("Stranger", TestHost.START_MILLIS, 1));
    }

    Entry profile(String name, long timeMillis, long lamport) {
        return Entry.ofProfile(TestHost.ROOM, session.key(), lamport, timeMillis, about(name));
    }

    EntryBody.AboutAuthor about(String name) {
        return new EntryBody.AboutAuthor(
                TestHost.profile(name),
                wallet.address(),
                TestHost.delegation(session, wallet).encode(TestHost.HASHES));
    }

    /** A frame that carries a block from its author with its profile, on a new wave. */
    Frame.Said said(Bytes block) {
        return new Frame.Said(block, 0, ++wave, false, profile());
    }

    /** An announcement of an entry that came to whoever announces it over so many links. */
    static Frame.Announced announced(Cid id, int hops) {
        return new Frame.Announced(id, hops, 1);
    }

    Cid id(Bytes block) {
        return Cid.ofBlock(block, TestHost.HASHES);
    }

    /** Signs and sends. */
    Stranger say(Entry entry) {
        return send(said(block(entry)));
    }

    Stranger say(String text, long lamport) {
        return say(entry(text, lamport));
    }

    /** All frames that the host has sent on this link. */
    List<Frame> heard() {
        return host.sent(link);
    }

    /** Those of one kind. */
    <T extends Frame> List<T> heard(Class<T> kind) {
        return heard().stream().filter(kind::isInstance).map(kind::cast).toList();
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
