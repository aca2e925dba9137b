package tropichat.core.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Value;

class CardTest {
    private static final String ADDRESS = "0xb47e3cd837ddf8e4c57f05d70ab865de6e193bbb";
    private static final String LARGEST_ID =
            "115792089237316195423570985008687907853269984665640564039457584007913129639935";

    private static Card parse(@Nullable String avatar, String... links) throws Malformed {
        return Card.parse(avatar, List.of(links));
    }

    private static void assertRefused(Reason reason, @Nullable String avatar, String... links) {
        Malformed refused = assertThrows(Malformed.class, () -> parse(avatar, links), () -> avatar + List.of(links));
        assertEquals(reason, refused.reason(), avatar + List.of(links));
    }

    @Test
    void aPictureIsThatOfTheNameOrAToken() throws Malformed {
        for (String avatar : List.of(
                Card.AVATAR_OF_NAME,
                "eip155:1/erc721:" + ADDRESS + "/0",
                "eip155:9007199254740991/erc1155:" + ADDRESS + "/" + LARGEST_ID)) {
            assertEquals(avatar, parse(avatar).avatar());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ENS",
                "eip155:1",
                "eip155:1/erc721:" + ADDRESS,
                "eip155:1/erc721:" + ADDRESS + "/",
                "eip155:1/erc721:" + ADDRESS + "/07",
                "eip155:1/erc721:" + ADDRESS + "/-7",
                "eip155:1/erc721:" + ADDRESS + "/0x7",
                "eip155:1/erc721:" + ADDRESS + "/7/8",
                "eip155:1/erc721:" + ADDRESS + "/1" + LARGEST_ID,
                "eip155:0/erc721:" + ADDRESS + "/7",
                "eip155:1/erc20:" + ADDRESS + "/7",
                "eip155:1/erc721:0xB47e3cd837ddf8e4c57f05d70ab865de6e193bbb/7",
                "eip155:1/erc721:0x47e3cd837ddf8e4c57f05d70ab865de6e193bbb/7",
                "eip155:1/erc721:" + ADDRESS + "0/7",
                "eip155:1/erc721:00" + ADDRESS + "/7",
                "solana:1/erc721:" + ADDRESS + "/7",
                ":0x//",
                "https://example.org/picture.png",
                "data:image/png;base64,AAAA"
            })
    void anythingElseIsNone(String avatar) {
        assertRefused(Reason.FIELD, avatar);
    }

    @Test
    void aChainIsAPlainNumber() {
        String token = "/erc721:" + ADDRESS + "/7";
        assertRefused(Reason.NOT_CANONICAL, "eip155:01" + token);
        assertRefused(Reason.SYNTAX, "eip155:" + token);
        assertRefused(Reason.SYNTAX, "eip155:-1" + token);
        assertRefused(Reason.TOO_LARGE, "eip155:9007199254740992" + token);
    }

    @Test
    void linksAreFewShortAndSafe() throws Malformed {
        String longest = "https://example.org/" + "a".repeat(Card.LINK_CHARS_MAX - 20);
        assertEquals(List.of(longest), parse(null, longest).links());
        assertRefused(Reason.TOO_LARGE, null, longest + "a");
        List<String> most = Collections.nCopies(Card.LINKS_MAX, "https://example.org");
        assertEquals(most, Card.parse(null, most).links());
        assertRefused(
                Reason.TOO_LARGE,
                null,
                Collections.nCopies(Card.LINKS_MAX + 1, "https://example.org").toArray(String[]::new));
        for (String link : List.of(
                "",
                "http://example.org",
                "javascript:alert(1)",
                "HTTPS://example.org",
                "https://",
                "https:///path",
                "https://?query",
                "https://exämple.org",
                "https://example.org/a b",
                "https://example.org/\u202egro",
                "https://example.org/\"onclick=",
                "https://example.org/\n")) {
            assertRefused(Reason.FIELD, null, link);
        }
    }

    @Test
    void whatIsWrittenIsRead() throws Malformed {
        Card card = parse("eip155:1/erc721:" + ADDRESS + "/7", "https://a.example/1?b=c#d", "https://[2001:db8::1]:8/");
        Value.Mapping written = card.addTo(Value.map().with("name", "Ana"));
        assertEquals(card, Card.of(Cbor.decodeFields(Cbor.encode(written))));
    }

    /** What somebody has who shows neither is as long as before there were cards. */
    @Test
    void anEmptyOneIsNotWritten() throws Malformed {
        Value.Mapping before = Value.map().with("name", "Ana").with("color", "#ff6b6b");
        assertEquals(
                Cbor.encode(before),
                Cbor.encode(Card.EMPTY.addTo(Value.map().with("name", "Ana").with("color", "#ff6b6b"))));
        assertEquals(Card.EMPTY, Card.of(Cbor.decodeFields(Cbor.encode(before))));
    }

    @Test
    void otherTypesAreRefused() {
        Value seven = new Value.Int(7);
        for (Value.Mapping wrong : List.of(
                Value.map().with("links", "https://example.org"),
                Value.map().with("links", new Value.Sequence(List.of(seven))),
                Value.map().with("avatar", seven))) {
            Malformed refused = assertThrows(Malformed.class, () -> Card.of(Cbor.decodeFields(Cbor.encode(wrong))));
            assertEquals(Reason.FIELD, refused.reason());
        }
    }
}
