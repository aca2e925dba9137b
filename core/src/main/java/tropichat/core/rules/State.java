package tropichat.core.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.WalletAddress;
import tropichat.core.wire.Cid;

/**
 * What a room is by a set of rules; the same for everybody who has the same ones.
 *
 * @param paces of slow mode, the last set last: for an entry the last one counts whose lamport lies below its own
 * @param standings of all of whom anything counts, but the owner
 * @param members the owner, then the others in the order of their admissions
 * @param moderators by seniority
 * @param invitations that are not revoked nor used up; some may be over by the clock
 * @param pins entries to be seen by everybody, the first pinned first
 * @param strikes entries that are taken back, each with those whose entries this does not reach
 * @param devices of members, by account
 * @param departures the rules by which accounts, and devices, went: an epoch that has not seen all of them is over
 * @param epochs by their identifiers
 * @param epoch in which to speak: the highest number, of several the lowest identifier; null where there is none
 * @param listed for each epoch that another ended, the lists of its entries
 * @param grants by epoch
 */
public record State(
        RoomSettings settings,
        List<Pace> paces,
        WalletAddress owner,
        Map<WalletAddress, Standing> standings,
        List<WalletAddress> members,
        List<WalletAddress> moderators,
        List<Invited> invitations,
        List<Cid> pins,
        Map<Cid, Set<WalletAddress>> strikes,
        Map<WalletAddress, List<Device>> devices,
        List<Cid> departures,
        Map<Cid, Rule.Epoch> epochs,
        @Nullable Cid epoch,
        Map<Cid, List<Rule.Ended>> listed,
        Map<Cid, List<Rule.Grant>> grants) {

    public State {
        paces = Collections.unmodifiableList(paces);
        standings = Collections.unmodifiableMap(standings);
        members = Collections.unmodifiableList(members);
        moderators = Collections.unmodifiableList(moderators);
        invitations = Collections.unmodifiableList(invitations);
        pins = Collections.unmodifiableList(pins);
        strikes = Collections.unmodifiableMap(strikes);
        devices = Collections.unmodifiableMap(devices);
        departures = Collections.unmodifiableList(departures);
        epochs = Collections.unmodifiableMap(epochs);
        listed = Collections.unmodifiableMap(listed);
        grants = Collections.unmodifiableMap(grants);
    }

    /**
     * How long members wait between two texts.
     *
     * @param lamport of the log of what is said: what lies above it is meant
     */
    public record Pace(long lamport, int slowSeconds) {}

    /** An invitation, and how often it can be used yet. */
    public record Invited(Cid id, Rule.Invite invite, int usesLeft) {}

    /** A session to which secrets can be given. */
    public record Device(DidKey session, Bytes prekey, String name) {}

    public Standing standing(WalletAddress account) {
        if (account.equals(owner)) {
            return new Standing(Standing.Role.OWNER, null, List.of());
        }
        return standings.getOrDefault(account, Standing.NONE);
    }

    public boolean isMember(WalletAddress account) {
        return standing(account).isMember();
    }

    /** Whether an entry of this account's is taken back by the owner or a moderator. */
    public boolean isStruck(Cid entry, WalletAddress author) {
        Set<WalletAddress> outOfReach = strikes.get(entry);
        return outOfReach != null && !outOfReach.contains(author);
    }

    /** The account's devices; none where it is no member. */
    public List<Device> devices(WalletAddress account) {
        return devices.getOrDefault(account, List.of());
    }

    /** What was sealed of an epoch's secret for a session; who gave it may have lied. */
    public List<Bytes> shares(Cid ofEpoch, DidKey session) {
        List<Bytes> shares = new ArrayList<>();
        for (Rule.Grant grant : grants.getOrDefault(ofEpoch, List.of())) {
            for (Rule.Share share : grant.shares()) {
                if (share.session().equals(session)) {
                    shares.add(share.sealed());
                }
            }
        }
        return shares;
    }

    /** Whether an epoch that ended this one lists the entry of this digest. */
    boolean lists(Cid ofEpoch, Bytes digest) {
        for (Rule.Ended ended : listed.getOrDefault(ofEpoch, List.of())) {
            if (ended.lists(digest)) {
                return true;
            }
        }
        return false;
    }
}
