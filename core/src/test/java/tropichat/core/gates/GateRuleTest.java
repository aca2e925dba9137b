package tropichat.core.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.base.TestHashes;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Value;

/** How rules are written, and what is refused with which words. */
class GateRuleTest {
    private static final Hashes HASHES = new TestHashes();
    private static final String CONTRACT = "0x5b38da6a701c568545dcfcb03fcb875f56beddc4";

    private static Value.Mapping token() {
        return Value.map().with("chain", 1).with("contract", CONTRACT);
    }

    private static Value only(String kind, Value of) {
        return Value.map().with(kind, of);
    }

    private static Value list(Value... items) {
        return new Value.Sequence(List.of(items));
    }

    private static Value erc20() {
        return only("erc20", token().with("min", 5));
    }

    private static Malformed refused(Value rule) {
        return assertThrows(Malformed.class, () -> GateRule.of(rule, HASHES));
    }

    @Test
    void everyKindIsReadAsItIsWritten() throws Malformed {
        Value call = token().with("abi", "hasRole(bytes32,address) returns (bool)")
                .with("args", list(new Value.Text("0x" + "ab".repeat(32)), new Value.Text("$wallet")))
                .with("compare", Value.map().with("op", "eq").with("value", new Value.Bool(true)));
        List<Value> rules = List.of(
                erc20(),
                only("erc721", token()),
                only("erc721", token().with("min", 2).with("ids", list(new Value.Int(7), new Value.Text("8")))),
                only("erc1155", token().with("id", 3).with("min", "340282366920938463463374607431768211456")),
                only("native", Value.map().with("chain", 137).with("min", "1000000000000000000")),
                only("call", call),
                only("ens", Value.map().with("suffix", "tropi.eth")),
                only("allow", list(new Value.Text(CONTRACT))),
                only("allowRoot", new Value.Text("0x" + "00".repeat(32))),
                only("not", erc20()),
                only("atLeast", Value.map().with("count", 2).with("rules", list(erc20(), erc20(), erc20()))));
        GateRule all = GateRule.of(only("all", new Value.Sequence(rules)), HASHES);
        GateRule again = GateRule.decode(all.encode(), HASHES);
        assertEquals(all, again);
        assertEquals(all.hash(HASHES), again.hash(HASHES));
        assertNotEquals(all.hash(HASHES), GateRule.of(erc20(), HASHES).hash(HASHES));
    }

    @Test
    void whatMeansTheSameHasOneHash() throws Malformed {
        Value digits = only("erc20", token().with("min", "5"));
        Value checksummed = only(
                "erc20",
                Value.map()
                        .with("chain", 1)
                        .with("contract", "0x5B38Da6a701c568545dCfcB03FcB875f56beddC4")
                        .with("min", 5));
        Bytes hash = GateRule.of(erc20(), HASHES).hash(HASHES);
        assertEquals(hash, GateRule.of(digits, HASHES).hash(HASHES));
        assertEquals(hash, GateRule.of(checksummed, HASHES).hash(HASHES));
    }

    /** Rules from before there were such options keep their hash. */
    @Test
    void optionsThatAreOffAreNotWritten() throws Malformed {
        Value.Bool on = new Value.Bool(true);
        Value.Bool off = new Value.Bool(false);
        for (String kind : List.of("erc721", "erc1155", "erc20")) {
            Value plain = only(kind, token().with("id", 1));
            Bytes hash = GateRule.of(plain, HASHES).hash(HASHES);
            GateRule without = GateRule.of(only(kind, token().with("id", 1).with("delegates", off)), HASHES);
            GateRule with = GateRule.of(only(kind, token().with("id", 1).with("delegates", on)), HASHES);
            assertEquals(hash, without.hash(HASHES));
            assertNotEquals(hash, with.hash(HASHES));
            assertEquals(with, GateRule.decode(with.encode(), HASHES));
            Value wrong = only(kind, token().with("id", 1).with("delegates", 1));
            assertEquals(Reason.FIELD, refused(wrong).reason());
        }
        GateRule seat = GateRule.of(only("erc721", token().with("seat", on)), HASHES);
        assertEquals(seat, GateRule.decode(seat.encode(), HASHES));
        assertEquals(
                GateRule.of(only("erc721", token()), HASHES),
                GateRule.of(only("erc721", token().with("seat", off)), HASHES));
    }

    @Test
    void seatsAreOnOneTokenEachFewAndNotTurnedAround() {
        Value seat = only("erc721", token().with("seat", new Value.Bool(true)));
        Value two = only("erc721", token().with("seat", new Value.Bool(true)).with("min", 2));
        assertEquals(Reason.FIELD, refused(two).reason());
        assertEquals(
                Reason.FIELD,
                refused(only("not", only("any", list(erc20(), seat)))).reason());
        assertEquals(
                Reason.TOO_LARGE,
                refused(only("any", list(seat, seat, seat, seat, seat))).reason());
    }

    @Test
    void rulesLieAtMostEightDeep() throws Malformed {
        Value deep = erc20();
        for (int i = 1; i < GateRule.DEPTH_MAX; i++) {
            deep = only("not", deep);
        }
        GateRule.of(deep, HASHES);
        assertEquals(Reason.TOO_LARGE, refused(only("not", deep)).reason());
    }

    @Test
    void aRuleCannotReferToAnother() {
        Value.Link link = new Value.Link(Cid.ofBlock(Bytes.utf8("a rule"), HASHES));
        assertEquals(Reason.FIELD, refused(only("not", link)).reason());
        assertEquals(Reason.FIELD, refused(only("all", list(link))).reason());
        assertEquals(Reason.FIELD, refused(link).reason());
    }

    @Test
    void unknownKindsAreNamed() {
        Malformed refused = refused(only("erc404", token()));
        assertEquals(Reason.UNKNOWN_VERSION, refused.reason());
        assertEquals(true, String.valueOf(refused.getMessage()).contains("\"erc404\""));
        assertEquals(
                Reason.FIELD,
                refused(Value.map().with("all", list(erc20())).with("any", list(erc20())))
                        .reason());
    }

    @Test
    void thereAreBounds() {
        List<Value> many = new ArrayList<>();
        for (int i = 0; i < GateRule.RULES_MAX; i++) {
            many.add(erc20());
        }
        assertEquals(
                Reason.TOO_LARGE, refused(only("any", new Value.Sequence(many))).reason());
        List<Value> addresses = new ArrayList<>();
        for (int i = 0; i <= GateRule.Allow.ADDRESSES_MAX; i++) {
            addresses.add(new Value.Text(CONTRACT));
        }
        assertEquals(
                Reason.TOO_LARGE,
                refused(only("allow", new Value.Sequence(addresses))).reason());
    }

    @Test
    void whatEverybodyOrNobodyWouldPassIsRefused() {
        assertEquals(
                Reason.FIELD, refused(only("erc20", token().with("min", 0))).reason());
        assertEquals(
                Reason.FIELD,
                refused(only("erc721", token().with("min", 2).with("ids", list(new Value.Int(1)))))
                        .reason());
        assertEquals(Reason.FIELD, refused(only("all", list())).reason());
        assertEquals(
                Reason.FIELD,
                refused(only("atLeast", Value.map().with("count", 2).with("rules", list(erc20()))))
                        .reason());
    }

    @Test
    void wrongNumbersChainsAndAddressesAreRefused() {
        assertEquals(
                Reason.FIELD, refused(only("erc20", token().with("min", -1))).reason());
        assertEquals(
                Reason.NOT_CANONICAL,
                refused(only("erc20", token().with("min", "05"))).reason());
        assertEquals(
                Reason.SYNTAX,
                refused(only("erc20", token().with("min", "1e18"))).reason());
        assertEquals(
                Reason.TOO_LARGE,
                refused(only(
                                "erc20",
                                token().with("min", BigInteger.TWO.pow(256).toString())))
                        .reason());
        assertEquals(
                Reason.FIELD, refused(only("erc20", token().with("chain", 0))).reason());
        assertEquals(
                Reason.SYNTAX,
                refused(only("erc20", token().with("contract", "vitalik.eth"))).reason());
        assertEquals(
                Reason.CHECKSUM,
                refused(only("erc20", token().with("contract", "0x5B38da6a701c568545dcfcb03fcb875f56beddc4")))
                        .reason());
    }

    @Test
    void callsAreOfSingleWordsAndFitTheirTypes() {
        assertEquals(
                Reason.SYNTAX,
                refused(call("function f() returns (bool)", "eq", "true")).reason());
        assertEquals(
                Reason.FIELD, refused(call("f() returns (string)", "eq", "x")).reason());
        assertEquals(
                Reason.FIELD,
                refused(call("f(uint7) returns (bool)", "eq", "true")).reason());
        assertEquals(
                Reason.FIELD,
                refused(call("f(address) returns (bool)", "eq", "true")).reason());
        assertEquals(
                Reason.FIELD, refused(call("f() returns (bool)", "gt", "true")).reason());
        assertEquals(
                Reason.FIELD,
                refused(call("f() returns (bool)", "like", "true")).reason());
        assertEquals(
                Reason.TOO_LARGE,
                refused(call("f() returns (uint8)", "eq", "256")).reason());
        assertEquals(
                Reason.FIELD,
                refused(call("f(address,) returns (uint8)", "eq", "1")).reason());
        assertEquals(
                Reason.FIELD,
                refused(call("f() returns (bytes4)", "eq", "0xabcd")).reason());
    }

    private static Value call(String abi, String operator, String value) {
        return only(
                "call",
                token().with("abi", abi)
                        .with("args", list())
                        .with("compare", Value.map().with("op", operator).with("value", value)));
    }

    /** Whoever reads a rule must see which names it means. */
    @Test
    void suffixesOfNamesAreOfPlainCharacters() throws Malformed {
        assertEquals(
                "my-club_1.tropi.eth", EnsSuffix.parse("my-club_1.tropi.eth").text());
        assertEquals("eth", EnsSuffix.parse("eth").text());
        for (String bad : List.of(
                "Tropi.eth",
                "tr\u043Epi.eth", // a Cyrillic o
                "tropi\u202E.eth", // turns the direction of text
                "tropi\u200D.eth", // joins, without a width
                "tropi\u0007.eth",
                "tropi\u3002eth", // an ideographic full stop
                "\uD83C\uDF34.eth",
                "tropi .eth")) {
            Malformed refused = refused(only("ens", Value.map().with("suffix", bad)));
            assertEquals(Reason.NOT_CANONICAL, refused.reason(), bad);
            assertTrue(String.valueOf(refused.getMessage()).contains("(U+"), refused.getMessage());
        }
        for (String bad : List.of(".eth", "eth.", "tropi..eth", ".", "a".repeat(64) + ".eth")) {
            assertEquals(
                    Reason.SYNTAX,
                    refused(only("ens", Value.map().with("suffix", bad))).reason());
        }
        assertEquals(
                Reason.TOO_LARGE,
                refused(only("ens", Value.map().with("suffix", ""))).reason());
        assertEquals(
                Reason.TOO_LARGE,
                refused(only("ens", Value.map().with("suffix", "abc.".repeat(64) + "eth")))
                        .reason());
        assertEquals(Reason.FIELD, refused(only("ens", Value.map())).reason());
    }

    /** Against an independent calculation. */
    @Test
    void numbersOf256BitsAreReadAndWritten() throws Malformed {
        long seed = 7_001;
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            BigInteger one = new BigInteger(random.nextInt(257), random);
            BigInteger other = new BigInteger(random.nextInt(257), random);
            Uint256 read = Uint256.parse(one.toString());
            assertEquals(one.toString(), read.toString(), "seed " + seed);
            assertEquals(one, new BigInteger(1, read.word().toArray()), "seed " + seed);
            assertEquals(
                    Integer.signum(one.compareTo(other)),
                    Integer.signum(read.compareTo(Uint256.parse(other.toString()))),
                    "seed " + seed);
        }
    }

    /** No bytes that a stranger gives end in anything but a rule or a refusal. */
    @Test
    void anyBytesAreARuleOrRefused() throws Malformed {
        long seed = 7_002;
        Random random = new Random(seed);
        byte[] good = GateRule.of(only("any", list(erc20(), only("not", erc20()))), HASHES)
                .encode()
                .toArray();
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                GateRule read = GateRule.decode(Bytes.wrap(bad), HASHES);
                assertEquals(read, GateRule.decode(read.encode(), HASHES), "seed " + seed);
            } catch (Malformed refused) {
                assertNotNull(refused.getMessage());
            }
        }
    }
}
