package tropichat.simulator.world;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.Charter;
import tropichat.core.Device;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.RoomName;
import tropichat.core.link.Knock;
import tropichat.core.rules.Invitation;
import tropichat.core.rules.RoomKey;
import tropichat.core.rules.RoomRecord;
import tropichat.core.rules.RoomSettings;
import tropichat.core.rules.Rule;
import tropichat.core.wire.Cid;
import tropichat.simulator.chance.Chance;
import tropichat.simulator.crypto.Crypto;
import tropichat.simulator.crypto.Keys;
import tropichat.simulator.scenario.Ownership;

/** The room that belongs to the first peer: its record, its key, and the invitations that people hold. */
final class Ground {
    private static final int CAPACITY = 10_000;

    /** More than any scenario lasts. */
    private static final long VALID_MILLIS = 24L * 60 * 60 * 1000;

    /**
     * What a person brings beside the keys that everybody has.
     *
     * @param device to which secrets are sealed
     * @param invitation the secret half of an invitation's key; null where nobody has invited the person
     */
    record Guest(Keys device, @Nullable Keys invitation) {}

    final Cid id;
    final RoomName name;
    final RoomRecord record;
    final RoomKey roomKey;
    private final Crypto crypto;
    private final Bytes block;
    private final Bytes key;
    private final Ownership ownership;

    /** What the owner decrees, for so many people and those who come later. */
    private final List<Keys> invitations = new ArrayList<>();

    private final Keys forged;

    /** Null where people are invited. */
    final @Nullable Gatekeeper gatekeeper;

    Ground(Ownership ownership, int people, Keys owner, Delegation delegation, Crypto crypto, Chance chance) {
        this.ownership = ownership;
        this.crypto = crypto;
        key = chance.next(RoomRecord.KEY_BYTES);
        roomKey = new RoomKey(key, crypto.hashes(), crypto.aead());
        gatekeeper = ownership.gated() ? new Gatekeeper(crypto.generate(chance.child("gatekeeper")), crypto) : null;
        record = new RoomRecord(
                new RoomSettings("simulated", "", CAPACITY, 0, 0, 0),
                gatekeeper == null ? RoomRecord.Policy.INVITE : RoomRecord.Policy.GATE,
                ownership.history(),
                delegation,
                World.START_MILLIS,
                RoomRecord.keyCheck(key, crypto.hashes()),
                gatekeeper == null ? null : gatekeeper.gate);
        block = record.block(owner.sign(record.signable(crypto.hashes())), crypto.hashes());
        try {
            RoomRecord.Received received = RoomRecord.decode(block, crypto.hashes());
            id = received.id();
            name = received.name();
        } catch (Malformed malformed) {
            throw new AssertionError("a record of our own that is none", malformed);
        }
        for (int i = 0; i <= people / ownership.uses(); i++) {
            invitations.add(crypto.generate(chance.child(i)));
        }
        forged = crypto.generate(chance.child("forged"));
    }

    /** The rules by which people can come in. */
    List<Rule> invites() {
        List<Rule> invites = new ArrayList<>();
        if (gatekeeper != null) {
            return invites;
        }
        for (Keys invitation : invitations) {
            invites.add(new Rule.Invite(invitation.session(), ownership.uses(), World.START_MILLIS + VALID_MILLIS));
        }
        return invites;
    }

    /** Evenly spread over those who come: every so-many-th was not invited; a hostile one pretends to. */
    Guest guest(int index, Keys self, boolean honest, Chance draw) {
        boolean outsider = (int) (index * ownership.outsiders()) != (int) ((index + 1) * ownership.outsiders());
        Keys none = honest ? null : forged;
        Keys invitation = invitations.get(index / ownership.uses() % invitations.size());
        if (gatekeeper != null && !outsider) {
            gatekeeper.give(self.wallet());
        }
        return new Guest(crypto.generate(draw), outsider ? none : invitation);
    }

    /** @param kept the room's record, where the page has it */
    Charter charter(Keys self, boolean owner, Guest guest, @Nullable Bytes kept) {
        return new Charter(id, owner ? block : kept, key, owner ? null : knock(self, guest.invitation()), "laptop");
    }

    /** What a guest's device opens by itself. */
    Device device(Guest guest) {
        return new Device(guest.device().sealing(), crypto.aead());
    }

    private @Nullable Knock knock(Keys self, @Nullable Keys invitation) {
        return invitation == null
                ? null
                : new Knock(
                        invitation.session(), invitation.sign(Invitation.signable(id, self.wallet(), self.session())));
    }
}
