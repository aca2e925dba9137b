package tropichat.server.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tropichat.server.signaling.Said.field;
import static tropichat.server.signaling.Said.text;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import tropichat.chain.ChainNode;
import tropichat.chain.SharedChains;
import tropichat.chain.TestChain;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.EthereumAddress;
import tropichat.json.Json;

/** How those in a room are shown: by names and pictures that a real chain knows, over real sockets. */
@ExtendWith(SharedChains.class)
class NamesAndPicturesTest {
    private static final String SVG = "<svg xmlns='http://www.w3.org/2000/svg'/>";

    @RegisterExtension
    private final Venue venue = new Venue();

    private final TestChain chain;

    NamesAndPicturesTest(ChainNode chains) {
        chain = chains.chain(SharedChains.ID);
    }

    private void serve() throws Exception {
        String resolver = chain.names().checksummed(Venue.HASHES);
        venue.serve(chain, "--ens-chain", Long.toString(chain.id()), "--ens-resolver", resolver);
    }

    private Person shown(String room) throws Malformed {
        Person person = new Person(venue);
        assertTrue(field(person.isIn(room), "avatars").isTrue());
        return person;
    }

    /** A badge of somebody's that shows a picture, as profiles name it. */
    private String badge(Person owner) {
        EthereumAddress badges = chain.fresh("Badge");
        String image = "data:image/svg+xml," + SVG;
        chain.mint(badges, owner.wallet(), 1, "data:application/json,{\"image\":\"" + image + "\"}");
        return "eip155:" + chain.id() + "/erc721:0x" + badges.bytes().hex() + "/1";
    }

    private static String asking(Person whose, String avatar) {
        return Visitor.object("wallet", whose.address(), "avatar", avatar);
    }

    @Test
    void namesOfThoseInTheRoomAreTold() throws Exception {
        serve();
        Person named = new Person(venue);
        Person pretender = new Person(venue);
        Person stranger = new Person(venue);
        chain.setName(pretender.wallet(), "ana.eth");
        chain.setName(named.wallet(), "ana.eth");
        chain.setName(stranger.wallet(), "far.eth");
        assertTrue(field(named.isIn("lobby"), "names").isTrue());
        pretender.isIn("lobby");
        Json answer = named.ask(
                "names",
                "{\"wallets\":[\"" + named.address() + "\",\"" + pretender.address() + "\",\"" + stranger.address()
                        + "\"]}");
        Json names = field(answer, "names");
        assertEquals("ana.eth", text(names, named.address()));
        assertEquals(Json.Kind.NULL, field(names, pretender.address()).kind());
        assertNull(names.field(stranger.address()));
    }

    @Test
    void questionsForNamesThatAreNoneAreRefusedAndTooManyToo() throws Exception {
        serve();
        Person person = new Person(venue);
        person.isIn("lobby");
        String many = ("\"" + person.address() + "\",").repeat(NameDesk.WALLETS_MAX) + "\"" + person.address() + "\"";
        for (String asked :
                List.of("7", "{}", "{\"wallets\":7}", "{\"wallets\":[\"ana.eth\"]}", "{\"wallets\":[" + many + "]}")) {
            assertEquals("names_invalid", text(person.ask("names", asked), "code"), asked);
        }
        for (int i = 0; i < Seat.GATEKEEPER_ASKED_BURST; i++) {
            person.ask("names", "{\"wallets\":[]}");
        }
        assertEquals("too_often", text(person.ask("names", "{\"wallets\":[]}"), "code"));
    }

    @Test
    void whereNoNodeOfItsChainIsNamedNoNamesAreTold() throws Exception {
        venue.serve(chain);
        Person person = new Person(venue);
        assertNull(person.isIn("lobby").field("names"));
        assertEquals("names_off", text(person.ask("names", "{\"wallets\":[]}"), "code"));
    }

    @Test
    void picturesOfThoseInTheRoomAreHandedOutWhereTheyHoldThem() throws Exception {
        serve();
        Person owner = shown("lobby");
        Person liar = shown("lobby");
        Person stranger = shown("elsewhere");
        String token = badge(owner);
        liar.visitor.send("427[\"avatar\"," + asking(owner, token) + "]");
        Visitor.Relayed picture = liar.visitor.ackWithAttachment();
        assertEquals("image", text(picture.argument(), "kind"));
        assertEquals("image/svg+xml", text(picture.argument(), "type"));
        assertEquals(Bytes.utf8(SVG), picture.frame());
        Json refused = owner.ask("avatar", asking(liar, token));
        assertEquals("refused", text(refused, "kind"));
        assertEquals("not-owned", text(refused, "reason"));
        assertEquals("no-avatar", text(owner.ask("avatar", asking(liar, "ens")), "reason"));
        assertEquals("stranger", text(stranger.ask("avatar", asking(owner, token)), "code"));
    }

    @Test
    void questionsForPicturesThatAreNoneAreRefusedAndTooManyToo() throws Exception {
        serve();
        Person person = shown("lobby");
        for (String asked : List.of(
                "7",
                "{}",
                Visitor.object("wallet", person.address()),
                Visitor.object("wallet", "ana.eth", "avatar", "ens"),
                asking(person, "https://example.org/x.png"),
                asking(person, "x".repeat(10_000)))) {
            assertEquals("avatar_invalid", text(person.ask("avatar", asked), "code"), asked);
        }
        for (int i = 0; i < Seat.AVATARS_ASKED_BURST; i++) {
            person.ask("avatar", "{}");
        }
        assertEquals("too_often", text(person.ask("avatar", "{}"), "code"));
    }
}
