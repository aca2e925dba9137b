package tropichat.simulator.world;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.Event;
import tropichat.core.LinkEnd;
import tropichat.core.LinkState;
import tropichat.core.Member;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.link.Frame;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fragments;
import tropichat.simulator.scenario.Scenario;

/**
 * What everybody said, and what became of it. Checks after each event that an honest peer shows nothing that nobody
 * said, nothing twice, and nothing whose signature it has not found right. Its maps are only looked up, never walked.
 */
final class Ledger {
    private final World world;
    private final Scenario scenario;
    private final Hashes hashes;
    private final List<Said> all = new ArrayList<>();
    private final Map<Cid, Said> byId = new HashMap<>();
    private final Map<Bytes, Said> bySigned = new HashMap<>();
    private final Map<Cid, Node> harm = new HashMap<>();
    private final Map<LinkEnd, Integer> refusedLinks = new EnumMap<>(LinkEnd.class);
    private long shown;
    private long sayingsRefused;

    Ledger(World world, Scenario scenario, Hashes hashes) {
        this.world = world;
        this.scenario = scenario;
        this.hashes = hashes;
    }

    List<Said> all() {
        return all;
    }

    long shown() {
        return shown;
    }

    long sayingsRefused() {
        return sayingsRefused;
    }

    /** How often honest peers refused a link, and why. */
    Map<LinkEnd, Integer> refusedLinks() {
        return refusedLinks;
    }

    /** A hostile page has made an entry that is rightly signed: whoever takes it may show it as said by that page. */
    void onHarm(Cid id, Node by) {
        harm.put(id, by);
        world.watch.onSaid(id, by);
    }

    /** What does not count any more is shown no longer, and may come to count again. */
    void onErased(Node node, Cid id) {
        Said said = byId.get(id);
        if (said != null) {
            said.hide(node.index);
        }
    }

    void onVerified(Node node, SignatureCheck check, boolean valid) {
        if (valid && check instanceof SignatureCheck.BySession bySession) {
            Said said = bySigned.get(bySession.message());
            if (said != null) {
                said.verified.set(node.index);
            }
        }
    }

    /** A fragment has reached a peer: entries in it are counted. */
    void onReceived(Node node, Node sender, Bytes fragment) {
        Said said = said(fragment);
        if (said != null) {
            said.arrive(sender, node.index);
        }
    }

    /** The message that a fragment carries; null where it carries anything else. */
    private @Nullable Said said(Bytes fragment) {
        try {
            Bytes frame = new Fragments().add(fragment);
            if (frame != null && Frame.decode(frame) instanceof Frame.Said said) {
                return byId.get(Cid.ofBlock(said.block(), hashes));
            }
        } catch (Malformed malformed) {
            // Hostile peers send anything; what comes of it is the receiver's business.
        }
        return null;
    }

    void onEvent(Node node, Event event) {
        if (!node.isHonest()) {
            return;
        }
        switch (event) {
            case Event.OwnMessage own -> onSaid(node, own);
            case Event.Message message -> onShown(node, message);
            case Event.MemberChanged changed -> onMember(changed.member());
            case Event.Refused _ -> sayingsRefused++;
            case Event.MemberJoined _, Event.MemberLeft _, Event.MemberRenamed _, Event.ProfileChanged _ -> {}
            case Event.MemberForgotten _, Event.RoomSize _, Event.CodeMade _, Event.CodeRefused _ -> {}
            case Event.Removed removed when removed.why() == Event.Removal.LAPSED -> world.goOut(node);
            case Event.LawChanged _, Event.Denied _, Event.Removed _, Event.Withdrawn _ -> {}
            case Event.Reached _, Event.CatchingUp _, Event.Imported _ -> {}
        }
    }

    private void onMember(Member member) {
        LinkEnd end = member.end();
        if (end != null && member.link() == LinkState.REFUSED) {
            refusedLinks.merge(end, 1, Integer::sum);
        }
    }

    private void onSaid(Node node, Event.OwnMessage own) {
        long now = world.events.nowMicros();
        BitSet expected = new BitSet();
        // Who is cut off from the server hears what is said where links lead, and can come by no others.
        BitSet linked = node.cutOff ? world.network.linkedWith(node) : new BitSet();
        for (Node other : world.nodes) {
            boolean settled = other.isPresent() && other.enteredAtMicros + scenario.settleMicros() <= now;
            boolean connected = node.cutOff ? linked.get(other.index) : !other.cutOff;
            boolean member = node.law == null || node.law.isMember(other.identity.wallet());
            if (settled && other.isHonest() && other != node && connected && member) {
                expected.set(other.index);
            }
        }
        Said said = new Said(node, node.signing, own.text(), now, expected, world.nodes.size());
        all.add(said);
        byId.put(own.id(), said);
        bySigned.put(node.signing, said);
        world.watch.onSaid(own.id(), node);
    }

    private void onShown(Node node, Event.Message message) {
        world.watch.onShown(node, message);
        Said said = byId.get(message.id());
        Node hostile = harm.get(message.id());
        if (said == null
                && hostile != null
                && hostile.keys.session().did().equals(message.author().did())) {
            return;
        }
        if (said == null || !said.text.equals(message.text())) {
            throw new Violation(node.name() + " shows what nobody said: \"" + message.text() + "\"");
        }
        if (!said.authorDid.equals(message.author().did())) {
            throw new Violation(node.name() + " shows \"" + said.text + "\" as said by "
                    + message.author().name());
        }
        boolean own = said.author == node && !said.erased.get(node.index);
        if (own || said.isShown(node.index)) {
            throw new Violation(node.name() + " shows \"" + said.text + "\" twice");
        }
        if (!said.verified.get(node.index)) {
            throw new Violation(node.name() + " shows \"" + said.text + "\" without having verified it");
        }
        said.show(node.index, world.events.nowMicros());
        shown++;
        if (node.firstShownMicros < 0) {
            node.firstShownMicros = world.events.nowMicros() - node.bornAtMicros;
        }
    }
}
