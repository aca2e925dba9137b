package tropichat.core;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.identity.Delegation;
import tropichat.core.room.Envelope;
import tropichat.core.rules.Added;
import tropichat.core.rules.RoomKey;
import tropichat.core.rules.Rule;
import tropichat.core.rules.RuleEntry;
import tropichat.core.rules.Ruled;
import tropichat.core.rules.Rules;
import tropichat.core.wire.Cid;

/** What this peer adds to the law: rules, signed one after the other, so that each has seen the one before. */
class Decrees {
    /** Rules that wait to be signed; a guess: more than a person or a new epoch comes to. */
    private static final int WAITING_MAX = 64;

    /** One rule that is to be. */
    private record Wish(Rule rule, Consumer<@Nullable Cid> whenMade) {}

    private final Room room;
    private final Law law;
    private final ArrayDeque<Wish> waiting = new ArrayDeque<>();
    private boolean making;

    Decrees(Room room, Law law) {
        this.room = room;
        this.law = law;
    }

    /** What the person decides; refused in words where it would not count. */
    void decree(Rule rule) {
        if (!law.isMember()) {
            refuse(Event.Refusal.NOT_MEMBER);
        } else if (!law.mayDecree(rule)) {
            refuse(Event.Refusal.NOT_ALLOWED);
        } else if (waiting.size() >= WAITING_MAX) {
            refuse(Event.Refusal.TOO_FAST);
        } else {
            make(rule);
        }
    }

    private void refuse(Event.Refusal refusal) {
        room.host.emit(new Event.Refused(refusal));
    }

    void make(Rule rule) {
        make(rule, made -> {});
    }

    /** @param whenMade hears the rule's identifier, or null where it could not be made */
    void make(Rule rule, Consumer<@Nullable Cid> whenMade) {
        waiting.add(new Wish(rule, whenMade));
        next();
    }

    /** Whether none waits to be made. */
    boolean areMade() {
        return waiting.isEmpty();
    }

    private void next() {
        Rules rules = law.rules();
        if (making || waiting.isEmpty() || rules == null) {
            return;
        }
        making = true;
        Wish wish = waiting.remove();
        Delegation delegation = room.self.delegation();
        if (delegation == null || room.host.nowMillis() >= delegation.expirationMillis()) {
            refuse(Event.Refusal.DELEGATION_ENDED);
            end(wish, null);
        } else {
            room.speech.identify(profile -> {
                if (profile == null) {
                    refuse(Event.Refusal.NOT_SIGNED);
                    end(wish, null);
                } else {
                    sign(wish, entry(wish.rule(), rules, profile));
                }
            });
        }
    }

    private RuleEntry entry(Rule rule, Rules rules, Cid profile) {
        Envelope envelope = new Envelope(
                room.config.room(),
                room.self.session(),
                rules.nextLamport(),
                room.host.nowMillis(),
                rules.parents(room.self.wallet()),
                profile);
        RoomKey key = law.key;
        Bytes content = rule.encode();
        return new RuleEntry(
                envelope,
                key == null
                        ? content
                        : key.seal(envelope, RuleEntry.KIND, content, room.chance.bytes(Aead.NONCE_LENGTH)));
    }

    private void sign(Wish wish, RuleEntry entry) {
        room.host.sign(entry.signable(), signature -> {
            if (signature == null) {
                refuse(Event.Refusal.NOT_SIGNED);
                end(wish, null);
                return;
            }
            Bytes block = entry.block(signature);
            Cid id = Cid.ofBlock(block, room.config.hashes());
            Added added = law.take(new Ruled(id, entry.envelope(), room.self.wallet(), wish.rule()), block);
            boolean taken = added instanceof Added.Taken;
            if (taken) {
                law.secrets.epochs.onDecreed(wish.rule());
                law.exchange.spread(id);
            } else {
                // By what it has seen it would count nowhere.
                refuse(Event.Refusal.NOT_ALLOWED);
            }
            end(wish, taken ? id : null);
        });
    }

    private void end(Wish wish, @Nullable Cid made) {
        making = false;
        wish.whenMade().accept(made);
        next();
    }
}
