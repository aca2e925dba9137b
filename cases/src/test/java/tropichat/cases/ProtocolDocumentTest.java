package tropichat.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.Account;
import tropichat.core.identity.Cacao;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.EthereumSignature;
import tropichat.core.identity.Profile;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SessionStatement;
import tropichat.core.identity.SiweMessage;
import tropichat.core.keys.GroupKeys;
import tropichat.core.keys.History;
import tropichat.core.keys.Sealed;
import tropichat.core.link.Frame;
import tropichat.core.link.Hello;
import tropichat.core.link.Transcript;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.rules.RoomKey;
import tropichat.core.rules.Rule;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fragments;
import tropichat.crypto.JvmAead;
import tropichat.crypto.JvmHashes;
import tropichat.crypto.SessionKey;
import tropichat.crypto.WalletKey;

/**
 * The worked example of docs/protocol.md, made anew from the code: each block there that is marked {@code hex NAME} or
 * {@code text NAME} is what the code gives today.
 */
class ProtocolDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/protocol.md");
    private static final JvmHashes HASHES = new JvmHashes();
    private static final String FENCE = "```";

    private static final String DOMAIN = "chat.example";
    private static final String NONCE = "6e".repeat(16);
    private static final long NOW_MILLIS = 1_767_323_045_678L; // 2026-01-02T03:04:05.678Z
    private static final long WEEK_MILLIS = 7L * 24 * 60 * 60 * 1000;
    private static final int WAVE = 7;
    private static final RoomName ROOM = RoomName.LOBBY;
    private static final String ANA_FINGERPRINT = "sha-256 " + "A1:".repeat(31) + "A1";
    private static final String BEN_FINGERPRINT = "sha-256 " + "B2:".repeat(31) + "B2";

    private static final SessionKey ANA = SessionKey.ofSeed(repeated(0x21));
    private static final SessionKey BEN = SessionKey.ofSeed(repeated(0x22));
    private static final WalletKey ANA_WALLET = WalletKey.ofSecret(repeated(0x11), HASHES);
    private static final WalletKey BEN_WALLET = WalletKey.ofSecret(repeated(0x12), HASHES);

    private final Map<String, String> expected = new LinkedHashMap<>();

    @TestFactory
    Stream<DynamicTest> exampleIsWhatTheCodeGives() throws IOException, Malformed {
        login();
        handshake();
        entries();
        sealing();
        small();
        Map<String, String> written = blocks();
        return expected.entrySet().stream()
                .map(one -> dynamicTest(one.getKey(), () -> assertEquals(one.getValue(), written.get(one.getKey()))));
    }

    @Test
    void documentHasAnExample() throws IOException {
        assertTrue(blocks().size() > 10);
    }

    private void login() throws Malformed {
        SiweMessage message = delegationMessage();
        String text = message.toText(HASHES);
        EthereumSignature signature = ANA_WALLET.signPersonal(text);
        Bytes statement = SessionStatement.login(DOMAIN, NONCE);
        expected.put("text delegation", text);
        expected.put("text delegation-signature", signature.hex());
        expected.put("text ana", ANA.did().did());
        expected.put("text ben", BEN.did().did());
        hex("login-statement", statement);
        hex("login-proof", ANA.sign(statement));
        hex("cacao", Cacao.of(message, signature).encode(HASHES));
    }

    private void handshake() throws Malformed {
        Bytes ana = anaHello().encode(HASHES);
        Bytes ben = benHello().encode(HASHES);
        hex("hello-ana", ana);
        hex("hello-ben", ben);
        hex("greeting-ben", Fragments.split(new Frame.Greeting(ben).encode()).getFirst());
        Bytes signable = Transcript.signable(ben, ana, BEN_FINGERPRINT, ANA_FINGERPRINT, HASHES);
        hex("transcript-ben", signable);
        hex(
                "proof-ben",
                Fragments.split(new Frame.Proof(BEN.sign(signable)).encode()).getFirst());
    }

    private void entries() throws Malformed {
        EntryBody hello = EntryBody.Text.parse("Hello, room!", false, null);
        Entry first =
                new Entry(ROOM, ANA.did(), 1, NOW_MILLIS, List.of(), profileId(profileBlock(ANA, anaHello())), hello);
        Bytes block = first.block(ANA.sign(first.signable()));
        Cid cid = Cid.ofBlock(block, HASHES);
        hex("entry-signable", first.signable());
        hex("entry-block", block);
        expected.put("text entry-cid", cid.text());
        Frame said = new Frame.Said(block, 0, WAVE, false, profileBlock(ANA, anaHello()));
        hex("profile-block", profileBlock(ANA, anaHello()));
        hex("entry-message", Fragments.split(said.encode()).getFirst());
        EntryBody waves = EntryBody.Text.parse("waves", true, null);
        Entry second = new Entry(
                ROOM, BEN.did(), 2, NOW_MILLIS + 1_000, List.of(cid), profileId(profileBlock(BEN, benHello())), waves);
        hex("reply-block", second.block(BEN.sign(second.signable())));
    }

    /** Who somebody is, as an entry that goes along with the first. */
    private static Bytes profileBlock(SessionKey session, Hello hello) throws Malformed {
        Delegation delegation = hello.delegation();
        EntryBody.AboutAuthor about = new EntryBody.AboutAuthor(
                hello.profile(), hello.wallet(), delegation == null ? null : delegation.encode(HASHES));
        Entry entry = Entry.ofProfile(ROOM, session.did(), 1, NOW_MILLIS, about);
        return entry.block(session.sign(entry.signable()));
    }

    private static Cid profileId(Bytes block) {
        return Cid.ofBlock(block, HASHES);
    }

    private void sealing() throws Malformed {
        Bytes secret = repeated(0x31);
        hex("epoch-commitment", GroupKeys.commitment(secret, HASHES));
        Cid epoch = Cid.ofDigest(repeated(0xe0));
        GroupKeys keys = new GroupKeys(
                HASHES, new JvmAead(), History.SHARED, repeated(0xcc).slice(0, Sealed.CHAIN_LENGTH));
        keys.add(epoch, secret, List.of());
        RoomName room = new RoomName(Cid.ofDigest(repeated(0xc0)).text());
        Entry open = new Entry(
                room,
                ANA.did(),
                1,
                NOW_MILLIS,
                List.of(),
                Cid.ofDigest(repeated(0xb0)),
                EntryBody.Text.parse("Hello, room!", false, null));
        Bytes content = EntryBody.encodeContent(open.body());
        Bytes nonce = repeated(0xdd).slice(0, Aead.NONCE_LENGTH);
        hex("sealed-content", content);
        hex("sealed-context", open.context());
        Sealed sealed = Objects.requireNonNull(keys.seal(epoch, ANA.did(), open.context(), content, nonce));
        hex("sealed-body", Cbor.encode(sealed.encode()));
        Entry closed = open.withBody(new EntryBody.Sealed(sealed));
        hex("sealed-block", closed.block(ANA.sign(closed.signable())));
        hex("handed-down", keys.handDown(repeated(0x32), epoch, secret));
        RoomKey key = new RoomKey(repeated(0x41), HASHES, new JvmAead());
        hex("sealed-rule", key.seal(open.envelope(), "rule", new Rule.Leave().encode(), nonce));
        hex("sealed-record", key.sealRecord(Bytes.utf8("record")));
    }

    private void small() {
        hex("typing", new Frame.Typing(true).encode());
        hex("ping", new Frame.Ping(0).encode());
        hex("pong", new Frame.Pong(0).encode());
        hex("bye", new Frame.Bye().encode());
    }

    private static SiweMessage delegationMessage() {
        return SiweMessage.delegating(
                DOMAIN,
                new Account.Ethereum(1, ANA_WALLET.address()),
                ANA.did(),
                NONCE,
                NOW_MILLIS,
                NOW_MILLIS + WEEK_MILLIS,
                "Let this browser speak for me in TropiChat. It costs nothing and sends nothing.");
    }

    private static Hello anaHello() throws Malformed {
        SiweMessage message = delegationMessage();
        Cacao cacao = Cacao.of(message, ANA_WALLET.signPersonal(message.toText(HASHES)));
        return new Hello(
                ROOM,
                ANA.did(),
                ANA_WALLET.address(),
                Delegation.of(cacao),
                Profile.parse("Ana", "#ff6b6b"),
                repeated(0xaa).slice(0, Hello.NONCE_BYTES));
    }

    private static Hello benHello() throws Malformed {
        return new Hello(
                ROOM,
                BEN.did(),
                BEN_WALLET.address(),
                null,
                Profile.parse("Ben", "#336699"),
                repeated(0xbb).slice(0, Hello.NONCE_BYTES));
    }

    private void hex(String name, Bytes bytes) {
        expected.put("hex " + name, bytes.hex());
    }

    /** What stands between the fences, by what follows the opening one; hexadecimal digits without their spaces. */
    private static Map<String, String> blocks() throws IOException {
        Map<String, String> blocks = new LinkedHashMap<>();
        String name = "";
        StringBuilder content = new StringBuilder();
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (!line.startsWith(FENCE)) {
                content.append(line).append('\n');
            } else if (line.equals(FENCE) && name.contains(" ")) {
                String text = content.toString().stripTrailing();
                blocks.put(name, name.startsWith("hex ") ? text.replaceAll("\\s", "") : text);
                name = "";
            } else {
                name = line.substring(FENCE.length());
                content.setLength(0);
            }
        }
        return blocks;
    }

    private static Bytes repeated(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return Bytes.wrap(bytes);
    }
}
