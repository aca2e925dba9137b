package tropichat.core;

import java.util.List;
import tropichat.core.base.RandomSource;
import tropichat.core.link.Hello;
import tropichat.core.room.Timeline;

/**
 * One peer in one room: the whole protocol as a machine without clock, thread, socket or randomness of its own.
 *
 * <p>The host runs this loop: it calls {@link #handle} with each input and the time, carries out every output that comes
 * back, in order, and calls again with {@link Input.Tick} when {@link #deadlineMillis} has come. Signing and verifying
 * are outputs that the host answers, in its own time, by inputs. A tick that comes late or for nothing does no harm.
 */
public final class Peer {
    private final Host host;
    private final Mesh mesh;
    private final Speech speech;
    private boolean left;

    private Peer(Config config, Identity self, RandomSource random, long nowMillis) {
        host = new Host();
        host.beginTurn(nowMillis);
        mesh = new Mesh(config, host, random, self.session(), new Timeline(), () -> hello(config, self, random));
        speech = new Speech(config, self, host, mesh);
    }

    /** A peer that knows nobody yet: its first input is {@link Input.Entered}. */
    public static Peer create(Config config, Identity self, RandomSource random, long nowMillis) {
        return new Peer(config, self, random, nowMillis);
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
        } else if (input instanceof Input.Say) {
            host.emit(new Event.Refused(Event.Refusal.LEFT));
        }
        return host.endTurn();
    }

    /** When to call with {@link Input.Tick}, Unix milliseconds; {@link Long#MAX_VALUE} when there is nothing to wait for. */
    public long deadlineMillis() {
        return left ? Long.MAX_VALUE : mesh.deadlineMillis();
    }

    private void dispatch(Input input) {
        switch (input) {
            case Input.Entered entered -> mesh.onEntered(entered.others());
            case Input.Joined joined -> mesh.onJoined(joined.who());
            case Input.Left gone -> mesh.onLeft(gone.id());
            case Input.SignalingLost ignored -> mesh.onSignalingLost();
            case Input.SignalReceived received -> mesh.onSignal(received.from(), received.signal());
            case Input.SignalMade made -> mesh.onSignalMade(made.link(), made.kind(), made.body());
            case Input.LinkOpened opened ->
                mesh.onLinkOpened(opened.link(), opened.localFingerprint(), opened.remoteFingerprint());
            case Input.FragmentReceived received -> mesh.onFragment(received);
            case Input.LinkClosed closed -> mesh.onLinkClosed(closed.link());
            case Input.Signed signed -> host.onSigned(signed.ticket(), signed.signature());
            case Input.Verified verified -> host.onVerified(verified.ticket(), verified.valid());
            case Input.Say say -> speech.say(say.text(), say.action());
            case Input.ChangeProfile change -> speech.changeProfile(change.profile());
            case Input.SetTyping typing -> speech.setTyping(typing.typing());
            case Input.Leave ignored -> leave();
            case Input.Tick ignored -> mesh.tick();
        }
    }

    private void leave() {
        speech.stop();
        mesh.leave();
        left = true;
    }

    private Hello hello(Config config, Identity self, RandomSource random) {
        return new Hello(
                config.room(),
                self.session(),
                self.wallet(),
                self.delegation(),
                speech.profile(),
                random.next(Hello.NONCE_BYTES));
    }
}
