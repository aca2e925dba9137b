package tropichat.core;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.RandomSource;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.WalletAddress;
import tropichat.core.room.EntryKey;
import tropichat.core.wire.Cid;

/**
 * One peer in one room: the whole protocol as a machine without clock, thread, socket or randomness of its own.
 *
 * <p>The host runs this loop: it calls {@link #handle} with each input and the time, carries out every output that comes
 * back, in order, and calls again with {@link Input.Tick} when {@link #deadlineMillis} has come. Signing, verifying,
 * sealing and unsealing are outputs that the host answers, in its own time, by inputs. A tick that comes late or for
 * nothing does no harm.
 */
public final class Peer {
    private final Host host;
    private final Room room;
    private boolean left;

    private Peer(Config config, Identity self, RandomSource random, long nowMillis, @Nullable LawMaker maker) {
        host = new Host();
        host.beginTurn(nowMillis);
        room = new Room(config, self, host, random, maker);
    }

    /** A peer that knows nobody yet: its first input is {@link Input.Entered}, or {@link Input.TakeCode} by hand. */
    public static Peer create(Config config, Identity self, RandomSource random, long nowMillis) {
        return new Peer(config, self, random, nowMillis, null);
    }

    /** The same in a room that belongs to somebody. */
    public static Peer createRuled(Config config, Charter charter, Identity self, RandomSource random, long nowMillis) {
        return new Peer(config, self, random, nowMillis, LawMaker.of(charter, self.device(), config.hashes()));
    }

    /**
     * Takes one input.
     *
     * @param nowMillis the host's clock, Unix milliseconds
     * @return what the host has to do, in this order
     */
    public List<Output> handle(Input input, long nowMillis) {
        host.beginTurn(nowMillis);
        if (!left) {
            dispatch(input);
            room.settle();
        } else if (input instanceof Input.Say || input instanceof Input.Write) {
            host.emit(new Event.Refused(Event.Refusal.LEFT));
        }
        return host.endTurn();
    }

    /** When to call with {@link Input.Tick}, Unix milliseconds; {@link Long#MAX_VALUE} when there is nothing to wait for. */
    public long deadlineMillis() {
        return left ? Long.MAX_VALUE : room.deadlineMillis();
    }

    /** Where an entry of the log stands; null where it is not kept. */
    public @Nullable EntryKey find(Cid id) {
        return room.log.key(id);
    }

    /** The highest lamport of what was said so far, as this peer knows it. */
    public long lamport() {
        return room.log.lamport();
    }

    /** The best link to a session, open or on its way; 0 where there is none. */
    public int linkTo(DidKey session) {
        Contact contact = room.roster.bySession(session);
        Link link = contact == null ? null : contact.bestLink();
        return link == null ? 0 : link.id;
    }

    /** Whether what is written to an account alone can be opened by its wallet, too, on devices to come. */
    public boolean sealsToWallet(WalletAddress account) {
        return room.letters.sealsToWallet(account);
    }

    private void dispatch(Input input) {
        switch (input) {
            case Input.Entered entered -> {
                room.courier.setSignaling(true);
                room.relays.onEntered(entered.relays());
                room.membership.onEntered(entered.id(), entered.others(), entered.size());
            }
            case Input.Gated gated -> {
                // A room that belongs to somebody has a law of its own.
                if (room.law == null) {
                    room.turnstile.set(gated.gating());
                }
            }
            case Input.TicketGiven given -> room.turnstile.onGiven(given.ticket());
            case Input.Rechecked checked ->
                room.turnstile.onRechecked(checked.hash(), checked.wallet(), checked.lacks());
            case Input.LapseTold told -> room.turnstile.onLapse(told.lapse());
            case Input.Sampled sampled -> room.membership.onRoster(sampled.others(), sampled.size());
            case Input.Joined joined -> room.membership.onJoined(joined.who());
            case Input.Left gone -> room.membership.onLeft(gone.id());
            case Input.SignalingLost ignored -> {
                room.courier.setSignaling(false);
                room.relays.onSignalingLost();
                room.membership.onSignalingLost();
            }
            case Input.SignalReceived received -> room.onServerSignal(received.from(), received.signal());
            case Input.SignalMade made -> room.connections.onSignalMade(made.link(), made.kind(), made.body());
            case Input.LinkOpened opened ->
                room.connections.onLinkOpened(
                        opened.link(), opened.localFingerprint(), opened.remoteFingerprint(), room.hello());
            case Input.FragmentReceived received -> onFragment(received);
            case Input.Awoke ignored -> room.connections.probe();
            case Input.NetworkChanged ignored -> {
                room.connections.repair();
                room.membership.retry();
            }
            case Input.LinkClosed closed -> room.connections.onLinkClosed(closed.link());
            case Input.Signed signed -> host.onAnswer(signed.ticket(), signed.signature());
            case Input.Sealed sealed -> host.onAnswer(sealed.ticket(), sealed.sealed());
            case Input.Unsealed unsealed -> host.onAnswer(unsealed.ticket(), unsealed.content());
            case Input.PreKeyMade made -> host.onAnswer(made.ticket(), made.key());
            case Input.Verified verified -> host.onVerified(verified.ticket(), verified.valid());
            case Input.Invite ignored -> room.byHand.invite();
            case Input.TakeCode taken -> room.byHand.take(taken.code());
            case Input.Stored stored -> host.onVerified(stored.ticket(), stored.kept());
            case Input.Loaded loaded -> host.onLoaded(loaded.ticket(), loaded.blocks());
            case Input.LawRestored restored -> {
                if (room.law != null) {
                    room.law.restore(restored);
                }
            }
            case Input.Decree decree -> {
                if (room.law != null) {
                    room.law.decrees.decree(decree.rule());
                }
            }
            case Input.Restored restored -> room.onRestored(restored);
            case Input.Forgotten forgotten -> room.log.forgetBelow(forgotten.belowLamport());
            case Input.Import from -> new Import(room).begin(from.profiles(), from.entries());
            case Input.ImportLaw from -> {
                if (room.law != null) {
                    room.law.takeArchived(from);
                }
            }
            case Input.Utterance said -> room.speech.say(said);
            case Input.Write write -> room.speech.write(write.to(), write.said());
            case Input.ShareWallet share -> room.letters.shareWallet(share.key());
            case Input.OpenLetter open -> room.letters.open(open.id(), open.secret());
            case Input.Archived archived -> room.speech.archived(archived);
            case Input.ChangeProfile change -> room.speech.changeProfile(change.profile());
            case Input.SetTyping typing -> room.typing.set(typing.typing());
            case Input.Leave ignored -> leave();
            case Input.Tick ignored -> room.tick();
        }
    }

    private void onFragment(Input.FragmentReceived received) {
        Link link = room.connections.find(received.link());
        if (link != null) {
            link.onFragment(received.fragment(), received.bulk());
        }
    }

    private void leave() {
        room.leave();
        left = true;
    }
}
