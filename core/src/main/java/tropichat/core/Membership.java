package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.identity.PeerRecord;
import tropichat.core.link.Frame;

/**
 * Who is to be linked with: everybody while the room is small ({@link MeshView}), a handful where it is large
 * ({@link PartialView}). The two are one protocol: peers that see the room differently get along.
 */
final class Membership {
    /** A large room is one until it has shrunk to three quarters of a full mesh; so the server has it. */
    private static final int SMALL_AGAIN_QUARTERS = 3;

    private final Room room;
    private final Host host;
    private final MeshView mesh;
    private final PartialView partial;

    /** Our own record; null until it is signed. */
    private @Nullable PeerRecord record;

    private boolean signing;

    /** Our id at the server, a hint in our record. */
    private @Nullable String id;

    /** Members as the server said last; 0 where it has not. */
    private int serverSize;

    /** Members as a link said last; 0 where none has. */
    private int told;

    private boolean large;

    Membership(Room room) {
        this.room = room;
        this.host = room.host;
        this.mesh = new MeshView(room);
        this.partial = new PartialView(room);
    }

    boolean isLarge() {
        return large;
    }

    @Nullable
    PeerRecord record() {
        return record;
    }

    long deadlineMillis() {
        return large ? partial.deadlineMillis() : mesh.deadlineMillis();
    }

    void tick() {
        if (large) {
            partial.tick();
        } else {
            mesh.tick();
        }
    }

    /** Makes the record by which others may hand us on. */
    void begin() {
        if (record == null) {
            renew(made -> {
                room.connections.open().forEach(link -> link.send(new Frame.Self(made, members())));
                room.courier.sendNext();
            });
        }
    }

    /** Makes a record of now, unless one is being made. */
    void renew(Consumer<PeerRecord> whenMade) {
        if (signing) {
            return;
        }
        signing = true;
        long now = host.nowMillis();
        host.sign(PeerRecord.signable(room.config.room(), room.self.session(), room.self.sealing(), now), signature -> {
            signing = false;
            if (signature != null) {
                PeerRecord made = new PeerRecord(room.self.session(), room.self.sealing(), now, signature, id);
                record = made;
                whenMade.accept(made);
            }
        });
    }

    // ---- What the server tells

    void onEntered(String ownId, List<Introduction> others, int size) {
        id = ownId;
        PeerRecord own = record;
        if (own != null) {
            record = own.withId(ownId);
        }
        begin();
        room.connections.dropNegotiations();
        onRoster(others, size);
        if (large) {
            partial.onEntered();
        }
    }

    /** Whoever is waited for is tried at once. */
    void retry() {
        if (!large) {
            mesh.retry();
        }
    }

    /** Everybody, or a sample of a large room. */
    void onRoster(List<Introduction> others, int size) {
        serverSize = size;
        host.emit(new Event.RoomSize(Math.max(size, 1)));
        List<Contact> present = new ArrayList<>();
        for (Introduction introduction : others) {
            Contact contact = room.roster.introduce(introduction, true);
            if (contact != null) {
                present.add(contact);
            }
        }
        judge();
        if (large) {
            partial.onSample(others);
        } else {
            mesh.onRoster(present);
        }
    }

    void onJoined(Introduction introduction) {
        Contact former = introduction.session() == null ? null : room.roster.bySession(introduction.session());
        boolean replaces = former != null && former.id != null;
        Contact contact = room.roster.introduce(introduction, false);
        if (contact == null) {
            return;
        }
        // The leaving of an id that a session no longer has is not counted either.
        serverSize += replaces ? 0 : 1;
        judge();
        if (large) {
            partial.onSample(List.of(introduction));
        } else {
            mesh.onJoined(contact);
        }
    }

    void onLeft(String gone) {
        Contact contact = room.roster.byId(gone);
        if (contact != null) {
            serverSize--;
            mesh.depart(contact);
            judge();
        }
    }

    void onSignalingLost() {
        serverSize = 0;
        if (!large) {
            mesh.onSignalingLost();
        }
    }

    /** Members as far as anybody told: a room that grows is larger than the server said when we came. */
    int membersAtMost() {
        return Math.max(members(), told);
    }

    private int members() {
        return serverSize > 0 ? serverSize : Math.max(room.roster.size() + 1, told);
    }

    /** Whether the room is large: by the server's word, or, without a server, by whom we know. */
    private void judge() {
        // Without a server nobody can tell that a large room has become a small one; and the server tells of those who
        // come to a room that was large only when it has become smaller than it need be.
        int small = room.config.meshMembers() * (large ? SMALL_AGAIN_QUARTERS : 4) / 4;
        boolean now = members() > small || (large && serverSize == 0);
        if (now != large) {
            large = now;
            if (large) {
                partial.begin();
            } else {
                partial.end();
            }
        }
    }

    // ---- Links

    /** Whether there is room for a link that somebody offers. */
    boolean welcomes(boolean low) {
        return large ? partial.welcomes(low) : mesh.hasRoom();
    }

    /** An offer found no room. */
    void onDeclined(Contact contact) {
        if (!contact.shown && !contact.hasLink()) {
            room.roster.forget(contact);
        }
    }

    void onUp(Link link) {
        PeerRecord own = record;
        if (own != null) {
            link.send(new Frame.Self(own, members()));
        }
        judge();
        if (large) {
            partial.onUp(link);
        } else {
            mesh.onUp(link);
        }
    }

    /** The other end of a link has told how it can be reached. Its word on the room counts where no server says more. */
    void onSelf(int members) {
        told = members;
        judge();
    }

    void onDown(Link link, LinkEnd why) {
        boolean pretended = why.next() == LinkState.REFUSED && !link.contact.answersFor(link);
        LinkEnd end = pretended ? LinkEnd.CLOSED : why;
        if (large) {
            partial.onDown(link, end);
        } else {
            mesh.onDown(link, end);
        }
    }

    // ---- What peers tell

    void onJoin(Link from) {
        PeerRecord newcomer = from.contact.record;
        if (newcomer == null) {
            return;
        }
        from.send(new Frame.Sample(null, 0, linkedRecords(from)));
        for (Link link : room.connections.open()) {
            if (link != from) {
                link.send(new Frame.Forward(newcomer, Walks.ACTIVE_WALK));
            }
        }
    }

    /** Records of those with whom we are linked, but for one. */
    List<PeerRecord> linkedRecords(@Nullable Link except) {
        List<PeerRecord> records = new ArrayList<>();
        for (Link link : room.connections.open()) {
            PeerRecord other = link.contact.record;
            if (link != except && other != null && records.size() < Frame.RECORDS_MAX) {
                records.add(other);
            }
        }
        return records;
    }

    void onForward(Link from, Frame.Forward forward) {
        room.courier.learn(forward.newcomer().session(), from);
        if (forward.newcomer().session().equals(room.self.session())) {
            return;
        }
        Contact known = room.roster.bySession(forward.newcomer().session());
        if (large) {
            partial.walks.onForward(from, forward);
        } else if (known != null) {
            room.reach.onForward(from, known, forward);
        } else {
            mesh.onForward(from, forward);
        }
        judge();
    }

    /** Sends on what walks by. */
    void pass(Link from, Frame.Forward forward) {
        mesh.pass(from, forward);
    }

    void onShuffle(Link from, Frame.Shuffle shuffle) {
        room.courier.learn(shuffle.origin().session(), from);
        if (!shuffle.origin().session().equals(room.self.session())) {
            partial.walks.onShuffle(from, shuffle);
        }
    }

    void onSample(Link from, Frame.Sample sample) {
        if (sample.to() != null && !sample.to().equals(room.self.session())) {
            if (sample.hops() < Courier.HOPS_MAX) {
                room.courier.forward(
                        sample.to(), new Frame.Sample(sample.to(), sample.hops() + 1, sample.sample()), from);
            }
            return;
        }
        Set<PeerRecord> others = new LinkedHashSet<>(sample.sample());
        for (PeerRecord other : others) {
            if (!other.session().equals(room.self.session())) {
                room.courier.learn(other.session(), from);
                if (large) {
                    partial.walks.learn(other, from);
                } else {
                    mesh.learn(other);
                }
            }
        }
        judge();
    }

    void leave() {
        partial.end();
    }
}
