package tropichat.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.link.Frame;

/** A peer in a large room and those whom it is linked with, as the tests of the room play them. */
final class LargeRoom {
    static final int SIZE = 100;

    final TestHost host = new TestHost("ada", 1, 2, TestHost.START_MILLIS);
    final List<Stranger> linked = new ArrayList<>();

    /** Comes into a large room and is linked with so many. */
    void enter(int links) {
        host.tell(new Input.Entered(TestHost.ID, List.of(), SIZE));
        host.pass(0);
        for (int i = 0; i < links; i++) {
            Stranger one = new Stranger(host, "link " + i);
            one.members = SIZE;
            linked.add(one.met());
        }
    }

    List<Introduction> introductions(int count) {
        return introductions("sample", count);
    }

    List<Introduction> introductions(String name, int count) {
        List<Introduction> introductions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            introductions.add(new Stranger(host, name + " " + i).introduction());
        }
        return introductions;
    }

    /** Opens the link that the host made for somebody. */
    Stranger answer(Stranger other) {
        for (Output.OpenLink open : host.outputs(Output.OpenLink.class)) {
            host.tell(new Input.SignalMade(open.link(), Signal.Kind.OFFER, "sdp"));
            if (host.outputs(Output.SendSignal.class).getLast().to().equals(other.id)) {
                other.link = open.link();
            }
        }
        other.signal(Signal.Kind.ANSWER, 1);
        return other.open();
    }

    /** Answers every offer to one of the sample. */
    void answerAll() {
        Set<Integer> closed = new LinkedHashSet<>();
        host.outputs(Output.CloseLink.class).forEach(close -> closed.add(close.link()));
        linked.forEach(one -> closed.add(one.link));
        for (Output.OpenLink open : host.outputs(Output.OpenLink.class)) {
            if (open.initiator() && !closed.contains(open.link())) {
                int before = host.outputs(Output.SendSignal.class).size();
                host.tell(new Input.SignalMade(open.link(), Signal.Kind.OFFER, "sdp"));
                List<Output.SendSignal> sent = host.outputs(Output.SendSignal.class);
                Stranger other =
                        sent.size() == before ? null : named(sent.getLast().to());
                if (other != null) {
                    other.link = open.link();
                    linked.add(other.open().handshake());
                }
            }
        }
    }

    private @Nullable Stranger named(String id) {
        return id.startsWith("id-") ? new Stranger(host, id.substring(3)) : null;
    }

    boolean declines(Stranger other) {
        for (Output output : other.signal(Signal.Kind.OFFER, 1)) {
            if (output instanceof Output.OpenLink open) {
                other.link = open.link();
            }
            if (output instanceof Output.SendSignal sent && sent.to().equals(other.id)) {
                return sent.signal().kind() == Signal.Kind.DECLINE;
            }
        }
        return false;
    }

    int connections() {
        return host.outputs(Output.OpenLink.class).size()
                - host.outputs(Output.CloseLink.class).size();
    }

    <T extends Frame> List<T> heard(Class<T> kind) {
        List<T> all = new ArrayList<>();
        linked.forEach(one -> all.addAll(one.heard(kind)));
        return all;
    }

    List<Frame.Forward> forwarded() {
        return heard(Frame.Forward.class);
    }

    /** Whom the host tries when it has one link less, and nobody answers. */
    Set<String> wouldTry() {
        Set<String> tried = new LinkedHashSet<>();
        host.tell(new Input.LinkClosed(linked.get(4).link));
        for (int i = 0; i < 20; i++) {
            int former = host.outputs(Output.OpenLink.class).size();
            host.pass(PartialView.ANSWER_MILLIS_MAX);
            List<Output.OpenLink> opened = host.outputs(Output.OpenLink.class);
            for (Output.OpenLink open : opened.subList(former, opened.size())) {
                host.tell(new Input.SignalMade(open.link(), Signal.Kind.OFFER, "sdp"));
                heard(Frame.Routed.class)
                        .forEach(routed -> tried.add(routed.way().to().did()));
                for (Output.SendSignal sent : Collections.unmodifiableList(host.outputs(Output.SendSignal.class))) {
                    Stranger named = named(sent.to());
                    if (named != null) {
                        tried.add(named.session.did());
                    }
                }
            }
        }
        return tried;
    }
}
