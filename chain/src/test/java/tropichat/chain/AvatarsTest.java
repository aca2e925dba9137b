package tropichat.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tropichat.chain.Avatar.Reason;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.gates.Abi;
import tropichat.core.identity.Card;
import tropichat.core.identity.EthereumAddress;
import tropichat.crypto.JvmHashes;

/** Pictures of tokens on a real chain, which real hosts describe. */
@ExtendWith(SharedChains.class)
class AvatarsTest {
    private static final long CHAIN = SharedChains.ID;
    private static final Hashes HASHES = new JvmHashes();
    private static final String SVG = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"/>";
    private static final Avatar IMAGE = new Avatar.Image("image/svg+xml", Bytes.utf8(SVG));
    private static final String SVG_URI = "data:image/svg+xml;base64," + base64(SVG);
    private final TestChain chain;
    private final EthereumAddress badges;
    private long tokens;

    AvatarsTest(ChainNode chains) {
        chain = chains.chain(CHAIN);
        badges = chain.fresh("Badge");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String describing(String image) {
        return "data:application/json;base64," + base64("{\"name\":\"Palm\",\"image\":\"" + image + "\"}");
    }

    /** A new badge of a wallet's, as profiles name it. */
    private String badge(EthereumAddress owner, String uri) {
        tokens++;
        chain.mint(badges, owner, tokens, uri);
        return badge(tokens);
    }

    private String badge(long id) {
        return "eip155:" + CHAIN + "/erc721:0x" + badges.bytes().hex() + "/" + id;
    }

    /** As a server looks for pictures, at a time that the test tells. */
    private final class Desk implements AutoCloseable {
        private final OwnThread home = new OwnThread();
        private final HttpClient client = HttpClient.newHttpClient();
        private final Avatars avatars;
        final AtomicLong nanos = new AtomicLong();

        Desk(URI rpc, boolean asksInside, @Nullable URI ipfsGateway) {
            SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
            Rpc asked = new Rpc(new ChainSettings(CHAIN, List.of(rpc)), client, home::execute, trouble -> {});
            EthCalls calls = new EthCalls(asked, home);
            Names names = new Names(new CcipRead(calls, new Gateways(home, tls, asksInside)), chain.names(), HASHES);
            Map<Long, EthCalls> chains = Map.of(CHAIN, calls);
            Fetches fetches = new Fetches(home, tls, asksInside, Avatars.AT_ONCE_MAX);
            avatars = new Avatars(
                    new AvatarClaims(chains, names, HASHES, nanos::get),
                    new Pictures(chains, fetches, ipfsGateway, HASHES),
                    nanos::get);
        }

        void pass(long millis) {
            nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
        }

        CompletableFuture<Avatar> begin(EthereumAddress wallet, String avatar) {
            CompletableFuture<Avatar> found = new CompletableFuture<>();
            home.execute(() -> avatars.find(wallet, avatar, found::complete));
            return found;
        }

        Avatar find(EthereumAddress wallet, String avatar) {
            return Doorman.await(begin(wallet, avatar));
        }

        void assertRefused(Reason reason, EthereumAddress wallet, String avatar) {
            assertEquals(new Avatar.Refused(reason), find(wallet, avatar));
        }

        @Override
        public void close() {
            client.shutdownNow();
            home.close();
        }
    }

    private Desk desk() {
        return new Desk(chain.rpc(), false, null);
    }

    /** One that also asks hosts of this machine. */
    private Desk insider() {
        return new Desk(chain.rpc(), true, null);
    }

    private static StrangeNode.Manner shows(String type, String body) {
        return (exchange, request) -> {
            exchange.getResponseHeaders().add("Content-Type", type);
            StrangeNode.says(200, body).answer(exchange, request);
        };
    }

    /** In chunks, as long as anybody listens. */
    private static StrangeNode.Manner neverEnds() {
        return (exchange, request) -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = new byte[65_536];
            while (true) {
                exchange.getResponseBody().write(chunk);
            }
        };
    }

    // ---- Whose it is

    @Test
    void anNftAvatarThatIsNotOwned() {
        EthereumAddress owner = chain.wallet();
        String token = badge(owner, describing(SVG_URI));
        try (Desk desk = desk()) {
            desk.assertRefused(Reason.NOT_OWNED, chain.wallet(), token);
            desk.assertRefused(Reason.NOT_OWNED, owner, badge(999_999));
            desk.assertRefused(
                    Reason.NOT_OWNED,
                    owner,
                    "eip155:" + CHAIN + "/erc721:0x" + chain.wallet().bytes().hex() + "/1");
            assertEquals(IMAGE, desk.find(owner, token));
            desk.assertRefused(Reason.NOT_OWNED, chain.wallet(), token);
        }
    }

    @Test
    void whoeverGaveTheTokenAwayIsShownWithoutItOnceTheClaimIsOld() {
        EthereumAddress owner = chain.wallet();
        EthereumAddress buyer = chain.wallet();
        String token = badge(owner, describing(SVG_URI));
        try (Desk desk = desk()) {
            assertEquals(IMAGE, desk.find(owner, token));
            desk.assertRefused(Reason.NOT_OWNED, buyer, token);
            chain.sendFrom(
                    owner,
                    badges,
                    "transferFrom(address,address,uint256)",
                    Abi.word(owner),
                    Abi.word(buyer),
                    TestChain.word(tokens));
            desk.pass(AvatarClaims.KEPT_MILLIS - 1);
            assertEquals(IMAGE, desk.find(owner, token), "still known");
            desk.pass(1);
            desk.assertRefused(Reason.NOT_OWNED, owner, token);
            assertEquals(IMAGE, desk.find(buyer, token));
        }
    }

    @Test
    void itemsAreTheirsWhoHoldAny() throws Exception {
        EthereumAddress owner = chain.wallet();
        EthereumAddress items = chain.fresh("Items");
        chain.send(items, "mint(address,uint256,uint256)", Abi.word(owner), TestChain.word(10), TestChain.word(2));
        String token = "eip155:" + CHAIN + "/erc1155:0x" + items.bytes().hex() + "/10";
        List<String> asked = new ArrayList<>();
        try (StrangeNode host = new StrangeNode((exchange, request) -> {
                    asked.add(exchange.getRequestURI().getPath());
                    shows("application/json", "{\"image\":\"" + SVG_URI + "\"}").answer(exchange, request);
                });
                Desk desk = insider()) {
            chain.describeItems(items, host.root() + "{id}.json");
            assertEquals(IMAGE, desk.find(owner, token));
            desk.assertRefused(Reason.NOT_OWNED, chain.wallet(), token);
            assertEquals(List.of("/" + "0".repeat(63) + "a.json"), asked);
        }
    }

    @Test
    void whereNobodyCanBeAskedNothingIsKnown() throws Exception {
        EthereumAddress owner = chain.wallet();
        String token = badge(owner, describing(SVG_URI));
        try (Desk desk = desk();
                StrangeNode broken = new StrangeNode(StrangeNode.says(500, "no"));
                Desk blind = new Desk(broken.url(), false, null)) {
            desk.assertRefused(Reason.CHAIN_UNKNOWN, owner, token.replace("eip155:" + CHAIN, "eip155:1"));
            blind.assertRefused(Reason.UNREACHABLE, owner, token);
            blind.assertRefused(Reason.UNREACHABLE, owner, Card.AVATAR_OF_NAME);
        }
    }

    // ---- By name

    @Test
    void aNamesPictureIsShownAndATokenOfItOnlyWhereTheWalletHoldsIt() {
        EthereumAddress named = chain.wallet();
        chain.setName(named, "shown.eth");
        String own = badge(named, describing(SVG_URI));
        String others = badge(chain.wallet(), describing(SVG_URI));
        try (Desk desk = desk()) {
            desk.assertRefused(Reason.NO_AVATAR, chain.wallet(), Card.AVATAR_OF_NAME);
            desk.assertRefused(Reason.NO_AVATAR, named, Card.AVATAR_OF_NAME);
            chain.setText("shown.eth", "avatar", others);
            desk.pass(AvatarClaims.KEPT_MILLIS);
            desk.assertRefused(Reason.NOT_OWNED, named, Card.AVATAR_OF_NAME);
            String checksummed = badges.checksummed(HASHES);
            for (String value : List.of(own, own.replace("0x" + badgeHex(), checksummed), SVG_URI)) {
                chain.setText("shown.eth", "avatar", value);
                desk.pass(AvatarClaims.KEPT_MILLIS);
                assertEquals(IMAGE, desk.find(named, Card.AVATAR_OF_NAME), value);
            }
            chain.setText("shown.eth", "avatar", "eip155:1/erc20:0x00/7");
            desk.pass(AvatarClaims.KEPT_MILLIS);
            desk.assertRefused(Reason.NO_AVATAR, named, Card.AVATAR_OF_NAME);
        }
    }

    private String badgeHex() {
        return badges.bytes().hex();
    }

    // ---- Where it is

    @Test
    void descriptionsAndPicturesAreReadInEveryForm() throws Exception {
        EthereumAddress owner = chain.wallet();
        String escaped = "data:image/svg+xml;utf8," + SVG.replace("\"", "'");
        Avatar plain = new Avatar.Image("image/svg+xml", Bytes.utf8(SVG.replace("\"", "'")));
        try (StrangeNode host = new StrangeNode(shows("Image/SVG+XML; charset=utf-8", SVG));
                Desk desk = insider()) {
            assertEquals(IMAGE, desk.find(owner, badge(owner, describing(host.root() + "palm.svg"))));
            assertEquals(plain, desk.find(owner, badge(owner, describing(escaped))));
            assertEquals(
                    plain, desk.find(owner, badge(owner, "data:application/json,{\"image\":\"" + escaped + "\"}")));
            String withPercents = "data:application/json,%7B%22image%22:%22" + SVG_URI + "%22%7D";
            assertEquals(IMAGE, desk.find(owner, badge(owner, withPercents)));
        }
    }

    @Test
    void ipfsIsAskedByTheOperatorsGatewayAlone() throws Exception {
        EthereumAddress owner = chain.wallet();
        String cid = "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";
        List<String> asked = new ArrayList<>();
        StrangeNode.Manner serves = (exchange, request) -> {
            String path = exchange.getRequestURI().getRawPath();
            asked.add(path);
            boolean isPicture = path.endsWith(".svg");
            String description = "{\"image\":\"ipfs://ipfs/" + cid + "/a palm.svg\"}";
            shows(isPicture ? "image/svg+xml" : "application/json", isPicture ? SVG : description)
                    .answer(exchange, request);
        };
        String token = badge(owner, "ipfs://" + cid + "/7");
        try (StrangeNode gateway = new StrangeNode(serves);
                Desk desk = new Desk(chain.rpc(), false, URI.create(gateway.root()));
                Desk without = desk()) {
            assertEquals(IMAGE, desk.find(owner, token));
            assertEquals(List.of("/ipfs/" + cid + "/7", "/ipfs/" + cid + "/a%20palm.svg"), asked);
            without.assertRefused(Reason.NO_IPFS, owner, token);
            for (String path : List.of("", "../api/v0/id", cid + "/../../api", "a:b")) {
                desk.assertRefused(Reason.NO_IMAGE, owner, badge(owner, "ipfs://" + path));
            }
            assertEquals(2, asked.size());
        }
    }

    /** Whoever makes a token must not have the server ask itself, its neighbours or the cloud that it runs in. */
    @Test
    void descriptionsAndPicturesInsideAreNotFetched() throws Exception {
        EthereumAddress owner = chain.wallet();
        try (StrangeNode inside = new StrangeNode(shows("image/svg+xml", SVG));
                Desk desk = desk()) {
            int port = URI.create(inside.root()).getPort();
            for (String host : List.of("127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254")) {
                String uri = "https://" + host + ":" + port + "/x";
                desk.assertRefused(Reason.FORBIDDEN, owner, badge(owner, uri));
                desk.assertRefused(Reason.FORBIDDEN, owner, badge(owner, describing(uri)));
            }
            for (String uri : List.of(inside.root(), "file:///etc/passwd", "ftp://example.org/x", "x", "")) {
                desk.assertRefused(Reason.FORBIDDEN, owner, badge(owner, uri));
            }
            chain.setName(owner, "inside.eth");
            chain.setText("inside.eth", "avatar", "https://127.0.0.1:" + port + "/x");
            desk.assertRefused(Reason.FORBIDDEN, owner, Card.AVATAR_OF_NAME);
            assertEquals(0, inside.requests.get());
        }
    }

    @Test
    void whatIsTooLargeNeverEndsOrIsNoPictureIsNotShown() throws Exception {
        EthereumAddress owner = chain.wallet();
        Map<StrangeNode.Manner, Reason> descriptions = Map.of(
                StrangeNode.talks(100_000_000), Reason.TOO_LARGE,
                neverEnds(), Reason.TOO_LARGE,
                StrangeNode.isSilent(), Reason.UNREACHABLE,
                StrangeNode.says(404, "no"), Reason.UNREACHABLE,
                StrangeNode.says(200, "no JSON"), Reason.NO_IMAGE,
                StrangeNode.says(200, "[\"image\"]"), Reason.NO_IMAGE,
                StrangeNode.says(200, "{\"image\":7}"), Reason.NO_IMAGE,
                StrangeNode.says(200, "{\"image\":\"data:text/html;base64,AAAA\"}"), Reason.WRONG_TYPE,
                StrangeNode.says(200, "{\"image\":\"data:image/png;base64,?\"}"), Reason.NO_IMAGE);
        for (Map.Entry<StrangeNode.Manner, Reason> each : descriptions.entrySet()) {
            try (StrangeNode host = new StrangeNode(each.getKey());
                    Desk desk = insider()) {
                desk.assertRefused(each.getValue(), owner, badge(owner, host.root()));
            }
        }
        Map<StrangeNode.Manner, Reason> pictures = Map.of(
                StrangeNode.talks(100_000_000), Reason.TOO_LARGE,
                shows("text/html", "<script>alert(1)</script>"), Reason.WRONG_TYPE,
                StrangeNode.says(200, SVG), Reason.WRONG_TYPE,
                shows("image/svg+xml", " ".repeat(Pictures.IMAGE_BYTES_MAX + 1)), Reason.TOO_LARGE);
        for (Map.Entry<StrangeNode.Manner, Reason> each : pictures.entrySet()) {
            try (StrangeNode host = new StrangeNode(each.getKey());
                    Desk desk = insider()) {
                desk.assertRefused(each.getValue(), owner, badge(owner, describing(host.root())));
            }
        }
    }

    // ---- What it costs

    @Test
    void aPictureIsFetchedOnceForAllAndAgainOnlyOnceItIsOld() throws Exception {
        EthereumAddress owner = chain.wallet();
        try (StrangeNode host = new StrangeNode(shows("image/svg+xml", SVG));
                Desk desk = insider()) {
            String token = badge(owner, describing(host.root()));
            CompletableFuture<Avatar> first = desk.begin(owner, token);
            CompletableFuture<Avatar> second = desk.begin(owner, token);
            assertEquals(IMAGE, Doorman.await(first));
            assertEquals(IMAGE, Doorman.await(second));
            desk.pass(Avatars.KEPT_MILLIS - 1);
            assertEquals(IMAGE, desk.find(owner, token));
            assertEquals(1, host.requests.get());
            desk.pass(1);
            assertEquals(IMAGE, desk.find(owner, token));
            assertEquals(2, host.requests.get());
        }
    }

    @Test
    void onlySoManyAreLookedForAtOnce() throws Exception {
        EthereumAddress owner = chain.wallet();
        try (StrangeNode silent = new StrangeNode(StrangeNode.isSilent());
                Desk desk = insider()) {
            List<String> claimed = new ArrayList<>();
            for (int i = 0; i <= Avatars.OPEN_MAX; i++) {
                claimed.add(badge(owner, silent.root() + i));
            }
            List<CompletableFuture<Avatar>> all =
                    claimed.stream().map(token -> desk.begin(owner, token)).toList();
            CompletableFuture<Object> any = CompletableFuture.anyOf(all.toArray(CompletableFuture[]::new));
            Avatar.Refused refused = assertInstanceOf(Avatar.Refused.class, Doorman.await(any));
            assertEquals(Reason.BUSY, refused.reason());
            assertTrue(silent.requests.get() <= Avatars.AT_ONCE_MAX);
        }
    }
}
