package tropichat.core;

import tropichat.core.link.Frame;

/** What comes over an open link, given to whom it concerns, as far as the link's rates allow. */
final class OpenFrames {
    private final Room room;
    private final Link link;

    OpenFrames(Room room, Link link) {
        this.room = room;
        this.link = link;
    }

    void take(Frame frame) {
        Rates rates = link.rates;
        switch (frame) {
            case Frame.Said said -> room.broadcast.onSaid(link, said);
            case Frame.Have have when rates.gossip() -> room.broadcast.onHave(link, have);
            case Frame.Graft graft when rates.gossip() -> room.broadcast.onGraft(link, graft);
            case Frame.Prune ignored -> link.eager = false;
            case Frame.Routed routed when rates.gossip() -> room.courier.onRouted(link, routed);
            case Frame.Typing typing when rates.control() -> room.roster.typing(link.contact, typing.typing());
            case Frame.Ping ping when rates.control() -> link.send(new Frame.Pong(ping.number()));
            case Frame.Self self -> onSelf(self);
            case Frame.Join ignored when rates.control() -> room.membership.onJoin(link);
            case Frame.Forward forward when rates.control() -> room.membership.onForward(link, forward);
            case Frame.Shuffle shuffle when rates.control() -> room.membership.onShuffle(link, shuffle);
            case Frame.Sample sample when rates.control() -> room.membership.onSample(link, sample);
            case Frame.Got got when rates.gossip() -> room.receipts.onGot(link, got);
            case Frame.Compare compare when rates.history() -> room.sync.onCompare(link, compare);
            case Frame.Compared compared when rates.history() -> room.sync.onCompared(link, compared);
            case Frame.Offer offer when rates.history() -> room.sync.onOffer(link, offer);
            case Frame.Want want when rates.want() -> room.sync.onWant(link, want);
            case Frame.Entries entries -> room.sync.onEntries(link, entries);
            case Frame.OfLaw law when room.law != null -> room.law.exchange.onMessage(link, law.message());
            case Frame.OfLaw ignored -> link.end(LinkEnd.MALFORMED);
            case Frame.Show show when rates.control() -> room.turnstile.onShown(link, show.ticket());
            case Frame.Lapsed lapsed when rates.control() -> room.turnstile.onLapse(lapsed.lapse());
            case Frame.Disconnect ignored -> link.end(LinkEnd.CROWDED);
            case Frame.Bye ignored -> link.end(LinkEnd.BYE);
            case Frame.Greeting ignored -> link.end(LinkEnd.MALFORMED);
            case Frame.Proof ignored -> link.end(LinkEnd.MALFORMED);
            // Beyond the rates: ignored.
            case Frame.Have ignored -> {}
            case Frame.Graft ignored -> {}
            case Frame.Routed ignored -> {}
            case Frame.Typing ignored -> {}
            case Frame.Ping ignored -> {}
            case Frame.Pong ignored -> {}
            case Frame.Join ignored -> {}
            case Frame.Forward ignored -> {}
            case Frame.Shuffle ignored -> {}
            case Frame.Sample ignored -> {}
            case Frame.Got ignored -> {}
            case Frame.Show ignored -> {}
            case Frame.Lapsed ignored -> {}
            // What costs that much is nobody's mistake.
            case Frame.Compare ignored -> link.end(LinkEnd.FLOOD);
            case Frame.Compared ignored -> link.end(LinkEnd.FLOOD);
            case Frame.Offer ignored -> link.end(LinkEnd.FLOOD);
            case Frame.Want ignored -> link.end(LinkEnd.FLOOD);
        }
    }

    // It comes from the session itself, over its proven link: no signature need be checked to use it.
    private void onSelf(Frame.Self self) {
        if (self.record().session().equals(link.session)) {
            link.contact.learn(self.record(), true);
            room.membership.onSelf(self.members());
        } else {
            link.end(LinkEnd.MALFORMED);
        }
    }
}
