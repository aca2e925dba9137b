package tropichat.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.gates.Abi;
import tropichat.core.gates.EnsSuffix;
import tropichat.core.gates.Finding;
import tropichat.core.gates.GateRule;
import tropichat.core.gates.Uint256;
import tropichat.core.gates.Verdict.Outcome;
import tropichat.core.gates.Verdict.Reason;
import tropichat.core.identity.EthereumAddress;
import tropichat.crypto.JvmHashes;

/** Names on a real chain, some of which real gateways are asked for. */
@ExtendWith(SharedChains.class)
class NamesTest {
    private static final long CHAIN = SharedChains.ID;
    private static final Hashes HASHES = new JvmHashes();
    private final TestChain chain;

    NamesTest(ChainNode chains) {
        chain = chains.chain(CHAIN);
    }

    /** As a server asks. */
    private Doorman doorman() {
        return doorman(chain.rpc(), false);
    }

    /** One that asks gateways of this machine, too. */
    private Doorman insider() {
        return doorman(chain.rpc(), true);
    }

    private Doorman doorman(URI rpc, boolean asksInside) {
        return new Doorman(new NameSettings(CHAIN, chain.names(), asksInside), new ChainSettings(CHAIN, List.of(rpc)));
    }

    private static Found<EnsName> name(Doorman doorman, EthereumAddress wallet) {
        CompletableFuture<Found<EnsName>> found = new CompletableFuture<>();
        doorman.run(() -> doorman.chains.name(wallet, true, found::complete));
        return Doorman.await(found);
    }

    private static Found<EthereumAddress> address(Doorman doorman, String name) throws Malformed {
        EnsName parsed = EnsName.parse(name);
        CompletableFuture<Found<EthereumAddress>> found = new CompletableFuture<>();
        doorman.run(() -> doorman.chains.address(parsed, found::complete));
        return Doorman.await(found);
    }

    private static Found<EnsName> is(String name) {
        return new Found.Is<>(new EnsName(name));
    }

    // ---- On the chain

    @Test
    void aWalletsNameIsFoundAndTheNamesWallet() throws Malformed {
        EthereumAddress wallet = chain.wallet();
        String palm = new String(Character.toChars(0x1F334));
        try (Doorman doorman = doorman()) {
            for (String name : List.of("ana.eth", "a.deep.name.eth", "na\u00EFve.eth", palm + ".eth")) {
                chain.setName(wallet, name);
                CompletableFuture<Found<EnsName>> fresh = new CompletableFuture<>();
                doorman.run(() -> doorman.chains.name(wallet, false, fresh::complete));
                assertEquals(is(name), Doorman.await(fresh));
                assertEquals(new Found.Is<>(wallet), address(doorman, name));
            }
        }
    }

    @Test
    void whereThereIsNoNameNothingIsFound() throws Malformed {
        EthereumAddress wallet = chain.wallet();
        try (Doorman doorman = doorman()) {
            assertEquals(new Found.Nothing<>(), name(doorman, wallet));
            assertEquals(new Found.Nothing<>(), address(doorman, "nobody-has-this.eth"));
            EthereumAddress another = chain.wallet();
            chain.setName(another, "unregistered.eth", new EthereumAddress(Bytes.wrap(new byte[20])));
            assertEquals(new Found.Nothing<>(), name(doorman, another));
        }
    }

    @Test
    void aNameThatPointsToAnotherWalletIsRefused() {
        EthereumAddress famous = chain.wallet();
        EthereumAddress pretender = chain.wallet();
        chain.setName(famous, "famous.eth");
        chain.setName(pretender, "famous.eth", chain.contract("Addresses"));
        try (Doorman doorman = doorman()) {
            assertEquals(is("famous.eth"), name(doorman, famous));
            assertEquals(new Found.Refused<>("the name does not point back to the wallet"), name(doorman, pretender));
        }
    }

    /** Control and bidirectional characters, marks without width, and letters that only look right. */
    @Test
    void namesThatAreNotInTheirNormalFormAreRefusedWithWords() {
        List<String> names = List.of(
                "Ana.eth",
                "an\u0430.eth", // a Cyrillic a among Latin letters
                "ana\u202Eeth.eth", // turns the direction of text
                "ana\u200B.eth", // a space without width
                "ana\u0007.eth",
                "ana\uFE0F.eth", // a variation that is ignored
                "ana .eth",
                "ana\u3002eth", // an ideographic full stop
                "\u0440\u0430\u0443\u0440\u0430\u04CF.eth"); // all of it Cyrillic, and looks Latin
        try (Doorman doorman = doorman()) {
            for (String name : names) {
                EthereumAddress wallet = chain.wallet();
                chain.setName(wallet, name);
                Found.Refused<?> refused = assertInstanceOf(Found.Refused.class, name(doorman, wallet), name);
                assertTrue(refused.why().startsWith("the name is "), refused.why());
                assertTrue(refused.why().chars().noneMatch(next -> next < ' ' || next == 0x202E), refused.why());
            }
        }
    }

    @Test
    void whatIsKnownIsNotAskedAgainAndThoseWhoComeTogetherShareABatch() throws IOException {
        EthereumAddress one = chain.wallet();
        EthereumAddress other = chain.wallet();
        chain.setName(one, "one.eth");
        chain.setName(other, "other.eth");
        try (StrangeNode counted = new StrangeNode(StrangeNode.handsOn(chain.rpc()));
                Doorman doorman = doorman(counted.url(), false)) {
            CompletableFuture<Found<EnsName>> first = new CompletableFuture<>();
            CompletableFuture<Found<EnsName>> again = new CompletableFuture<>();
            CompletableFuture<Found<EnsName>> second = new CompletableFuture<>();
            doorman.run(() -> {
                doorman.chains.name(one, true, first::complete);
                doorman.chains.name(one, true, again::complete);
                doorman.chains.name(other, true, second::complete);
            });
            assertEquals(is("one.eth"), Doorman.await(first));
            assertEquals(is("one.eth"), Doorman.await(again));
            assertEquals(is("other.eth"), Doorman.await(second));
            assertEquals(is("one.eth"), name(doorman, one));
            assertEquals(1, counted.requests.get());
        }
    }

    @Test
    void whereNobodyCanBeAskedNothingIsKnown() throws IOException, Malformed {
        EthereumAddress wallet = chain.wallet();
        try (Doorman elsewhere = Doorman.of(CHAIN, chain.rpc())) {
            assertEquals(new Found.Unknown<>(), name(elsewhere, wallet));
            assertEquals(new Found.Unknown<>(), address(elsewhere, "ana.eth"));
        }
        for (EthereumAddress noResolver : List.of(wallet, chain.contract("Refusing"))) {
            try (Doorman doorman =
                    new Doorman(NameSettings.of(CHAIN, noResolver), new ChainSettings(CHAIN, List.of(chain.rpc())))) {
                assertEquals(new Found.Unknown<>(), name(doorman, wallet));
            }
        }
        try (StrangeNode broken = new StrangeNode(StrangeNode.says(500, "no"));
                Doorman doorman = doorman(broken.url(), false)) {
            assertEquals(new Found.Unknown<>(), name(doorman, wallet));
        }
    }

    // ---- The gate

    @Test
    void whoeverIsNamedBelowTheSuffixPasses() {
        EthereumAddress member = chain.wallet();
        EthereumAddress pretender = chain.wallet();
        EthereumAddress stranger = chain.wallet();
        chain.setName(member, "member.tropi.eth");
        chain.setName(pretender, "member.tropi.eth", chain.contract("Addresses"));
        chain.setName(stranger, "nottropi.eth");
        GateRule rule = new GateRule.Ens(new EnsSuffix("tropi.eth"));
        try (Doorman doorman = doorman()) {
            Judgement judgement = doorman.judge(rule, member);
            assertTrue(judgement.verdict().passes());
            assertEquals(
                    List.of(CHAIN),
                    judgement.blocks().stream().map(Finding.Block::chain).toList());
            for (EthereumAddress each : List.of(pretender, stranger, chain.wallet())) {
                assertEquals(Reason.LACKS, doorman.judge(rule, each).verdict().reason());
            }
            GateRule coin = new GateRule.Native(CHAIN, Uint256.ONE);
            assertTrue(doorman.judge(new GateRule.Any(List.of(coin, rule)), member)
                    .verdict()
                    .passes());
        }
        try (Doorman elsewhere = Doorman.of(CHAIN, chain.rpc())) {
            assertEquals(Reason.UNKNOWN, elsewhere.judge(rule, member).verdict().reason());
            assertEquals(
                    Outcome.UNKNOWN,
                    elsewhere.judge(new GateRule.Not(rule), member).verdict().outcome());
        }
    }

    /** Nobody waits for what is kept to end: whoever does not pass is asked about anew. */
    @Test
    void whoeverIsNamedNowPassesNow() {
        EthereumAddress wallet = chain.wallet();
        GateRule rule = new GateRule.Ens(new EnsSuffix("tropi.eth"));
        try (Doorman doorman = doorman()) {
            assertEquals(Reason.LACKS, doorman.judge(rule, wallet).verdict().reason());
            chain.setName(wallet, "late.tropi.eth");
            assertTrue(doorman.judge(rule, wallet).verdict().passes());
        }
    }

    // ---- Gateways

    /** Has a name whose address only gateways know. */
    private EthereumAddress namedElsewhere(String name, String... gateways) {
        EthereumAddress wallet = chain.wallet();
        chain.setName(wallet, name, chain.contract("ElsewhereAddresses"));
        List<AbiValue> urls = Stream.of(gateways)
                .<AbiValue>map(url -> new AbiValue.Blob(Bytes.utf8(url)))
                .toList();
        configure("setUrls(string[])", AbiValue.encode(new AbiValue.Sequence(urls)));
        configure("setEndless(bool)", Uint256.ZERO.word());
        setBatches(true);
        return wallet;
    }

    private void configure(String function, Bytes arguments) {
        chain.send(chain.contract("ElsewhereAddresses"), function, arguments);
    }

    private void setBatches(boolean batches) {
        chain.send(chain.names(), "setBatches(bool)", (batches ? Uint256.ONE : Uint256.ZERO).word());
    }

    private static StrangeNode.Manner tells(EthereumAddress wallet) {
        return StrangeNode.says(200, "{\"data\":\"0x" + Abi.word(wallet).hex() + "\"}");
    }

    @Test
    void gatewaysAreAskedByGetAndByPostInBatchesAndAlone() throws Exception {
        BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        EthereumAddress[] wallet = {chain.wallet()};
        StrangeNode.Manner told = (exchange, request) -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + Bytes.wrap(request).length());
            tells(wallet[0]).answer(exchange, request);
        };
        try (StrangeNode gateway = new StrangeNode(told);
                Doorman doorman = insider()) {
            wallet[0] = namedElsewhere("get.eth", gateway.root() + "{sender}/{data}.json");
            assertEquals(is("get.eth"), name(doorman, wallet[0]));
            String resolver = chain.contract("ElsewhereAddresses").bytes().hex();
            String question = new EnsName("get.eth").node(HASHES).hex();
            assertEquals("GET /0x" + resolver + "/0x" + question + ".json 0", asked.take());
            wallet[0] = namedElsewhere("post.eth", gateway.root() + "{sender}");
            assertEquals(is("post.eth"), name(doorman, wallet[0]));
            assertTrue(asked.take().startsWith("POST /0x"));
            setBatches(false);
            assertEquals(new Found.Is<>(wallet[0]), address(doorman, "post.eth"));
            assertTrue(asked.isEmpty() || asked.take().startsWith("POST /0x"));
        }
    }

    @Test
    void theNextGatewayIsAskedWhereOneFailsAndNoneWhereTheQuestionIsWrong() throws Exception {
        EthereumAddress wallet = chain.wallet();
        try (StrangeNode broken = new StrangeNode(StrangeNode.says(500, "no"));
                StrangeNode denying = new StrangeNode(StrangeNode.says(404, "no"));
                StrangeNode good = new StrangeNode(tells(wallet));
                Doorman doorman = insider()) {
            chain.setName(wallet, "next.eth", chain.contract("ElsewhereAddresses"));
            namedElsewhere("other.eth", broken.root() + "{data}", good.root() + "{data}");
            assertEquals(is("next.eth"), name(doorman, wallet));
            EthereumAddress another = namedElsewhere("denied.eth", denying.root() + "{data}", good.root() + "{data}");
            assertEquals(new Found.Unknown<>(), name(doorman, another));
            assertEquals(1, good.requests.get());
        }
    }

    /** A wallet's name must not have the server ask itself, its neighbours or the cloud that it runs in. */
    @Test
    void aGatewayThatPointsAtLoopbackOrInsideIsNotAsked() throws Exception {
        try (StrangeNode inside = new StrangeNode(StrangeNode.isSilent());
                Doorman doorman = doorman()) {
            int port = URI.create(inside.root()).getPort();
            List<String> hosts = List.of(
                    "127.0.0.1",
                    "localhost",
                    "2130706433",
                    "[::1]",
                    "[::]",
                    "[::ffff:127.0.0.1]",
                    "[64:ff9b::7f00:1]",
                    "0.0.0.0",
                    "10.0.0.1",
                    "172.16.0.1",
                    "192.168.1.1",
                    "169.254.169.254",
                    "[fe80::1]",
                    "[fd00::1]",
                    "224.0.0.1",
                    "[ff02::1]");
            for (String host : hosts) {
                for (boolean batches : List.of(true, false)) {
                    EthereumAddress wallet = namedElsewhere("inside.eth", "https://" + host + ":" + port + "/{data}");
                    setBatches(batches);
                    assertEquals(
                            new Found.Refused<>("a gateway at an address that is not of the internet"),
                            name(doorman, wallet),
                            host);
                }
            }
            assertEquals(0, inside.requests.get());
        }
    }

    @Test
    void urlsThatAreNotOfHttpsAreNotAsked() throws Exception {
        try (StrangeNode inside = new StrangeNode(StrangeNode.isSilent());
                Doorman doorman = doorman()) {
            for (String url : List.of(
                    inside.root() + "{data}",
                    "file:///etc/passwd",
                    "ftp://gateway.example/{data}",
                    "https://user:word@gateway.example/{data}",
                    "https:///{data}",
                    "https://gateway.example:99999/{data}",
                    "//gateway.example/{data}",
                    "https://127.1/{data}",
                    "https://gateway.example/ {data}\r\nX-Header: yes",
                    "",
                    "x-batch-gateway:true")) {
                EthereumAddress wallet = namedElsewhere("scheme.eth", url);
                assertEquals(new Found.Refused<>("a gateway that has no https address"), name(doorman, wallet), url);
            }
            assertEquals(0, inside.requests.get());
        }
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        try (StrangeNode target = new StrangeNode(StrangeNode.isSilent());
                StrangeNode redirecting = new StrangeNode((exchange, request) -> {
                    exchange.getResponseHeaders().add("Location", target.root());
                    exchange.sendResponseHeaders(302, -1);
                    exchange.close();
                });
                Doorman doorman = insider()) {
            EthereumAddress wallet = namedElsewhere("redirected.eth", redirecting.root() + "{data}");
            assertEquals(new Found.Unknown<>(), name(doorman, wallet));
            assertEquals(0, target.requests.get());
            assertEquals(1, redirecting.requests.get());
        }
    }

    @Test
    void gatewaysThatBabbleLieOrSayNothingProveNothing() throws Exception {
        List<StrangeNode.Manner> manners = List.of(
                StrangeNode.talks(1_000_000),
                StrangeNode.says(200, "no JSON"),
                StrangeNode.says(200, "{\"data\":7}"),
                StrangeNode.says(200, "{\"data\":\"0x" + "ab".repeat(Gateways.ANSWER_BYTES_MAX) + "\"}"),
                StrangeNode.isSilent());
        for (StrangeNode.Manner manner : manners) {
            try (StrangeNode strange = new StrangeNode(manner);
                    Doorman doorman = insider()) {
                EthereumAddress wallet = namedElsewhere("strange.eth", strange.root() + "{data}");
                assertEquals(new Found.Unknown<>(), name(doorman, wallet));
            }
        }
        try (StrangeNode lying = new StrangeNode(tells(chain.wallet()));
                Doorman doorman = insider()) {
            EthereumAddress wallet = namedElsewhere("lied.eth", lying.root() + "{data}");
            assertInstanceOf(Found.Refused.class, name(doorman, wallet));
        }
    }

    @Test
    void lookupsWithoutEndAreEnded() throws Exception {
        EthereumAddress wallet = chain.wallet();
        for (boolean batches : List.of(true, false)) {
            try (StrangeNode gateway = new StrangeNode(tells(wallet));
                    Doorman doorman = insider()) {
                EthereumAddress named = namedElsewhere("endless.eth", gateway.root() + "{data}");
                configure("setEndless(bool)", Uint256.ONE.word());
                setBatches(batches);
                assertInstanceOf(Found.Refused.class, name(doorman, named));
                assertEquals(CcipRead.LOOKUPS_MAX, gateway.requests.get());
            }
        }
    }

    @Test
    void lookupsOnBehalfOfAnotherContractAreNotDone() {
        try (Doorman doorman = new Doorman(
                NameSettings.of(CHAIN, chain.contract("OnBehalf")), new ChainSettings(CHAIN, List.of(chain.rpc())))) {
            assertEquals(
                    new Found.Refused<>("a lookup elsewhere that is not done: on behalf of another contract"),
                    name(doorman, chain.wallet()));
        }
    }

    @Test
    void gatewaysWithoutNumberAreNotAskedOneAfterTheOther() throws Exception {
        try (StrangeNode broken = new StrangeNode(StrangeNode.says(500, "no"));
                Doorman doorman = insider()) {
            String[] urls = new String[GatewayRequest.URLS_MAX];
            Arrays.fill(urls, broken.root() + "{data}");
            EthereumAddress wallet = namedElsewhere("many.eth", urls);
            assertEquals(new Found.Unknown<>(), name(doorman, wallet));
            assertEquals(CcipRead.LOOKUPS_MAX, broken.requests.get());
            String[] more = new String[GatewayRequest.URLS_MAX + 1];
            Arrays.fill(more, broken.root() + "{data}");
            assertInstanceOf(Found.Refused.class, name(doorman, namedElsewhere("more.eth", more)));
        }
    }
}
