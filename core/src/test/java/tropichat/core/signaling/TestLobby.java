package tropichat.core.signaling;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.base.TestHashes;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.GuideLogin;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SessionStatement;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.SiweMessage;
import tropichat.core.identity.TestSession;
import tropichat.core.identity.TestSignatures;
import tropichat.core.identity.TestWallet;

/** A lobby driven by hand, and logins to it that are right until a test spoils them. */
final class TestLobby {
    static final long START_MILLIS = 1_800_000_000_000L;
    static final long DAY_MILLIS = 24L * 60 * 60 * 1000;
    static final String HOST = "chat.example";

    private static final Hashes HASHES = new TestHashes();

    final Lobby machine;
    final TestWallet wallet;
    final TestSession session = new TestSession("session");
    private final Set<String> connected = new LinkedHashSet<>();
    long nowMillis = START_MILLIS;

    TestLobby(LobbyConfig config) {
        this(config, 1);
    }

    TestLobby(LobbyConfig config, long seed) {
        this(config, seed, new TestWallet("wallet"));
    }

    /** With a wallet of Solana. */
    static TestLobby ofSolana(LobbyConfig config) {
        return new TestLobby(config, 1, new TestWallet("wallet" + TestWallet.SOLANA));
    }

    private TestLobby(LobbyConfig config, long seed, TestWallet wallet) {
        this.wallet = wallet;
        Random random = new Random(seed);
        machine = new Lobby(config, HASHES, length -> {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return Bytes.wrap(bytes);
        });
    }

    /** Anybody may come in, as far as core goes. */
    static LobbyConfig open() {
        return mesh(Limits.MESH_MEMBERS_MAX);
    }

    /** The same, with rooms that are large above {@code meshMembers}. */
    static LobbyConfig mesh(int meshMembers) {
        return new LobbyConfig(0, meshMembers, true, none(), anyChain(), noGates());
    }

    /** Only signed-in wallets may. */
    static LobbyConfig signed() {
        return new LobbyConfig(0, Limits.MESH_MEMBERS_MAX, false, none(), anyChain(), noGates());
    }

    static Set<String> none() {
        return Set.of();
    }

    static Set<RoomName> noGates() {
        return Set.of();
    }

    static Set<Long> anyChain() {
        return Set.of();
    }

    /** What is sent to be let in; every change is a copy. */
    record Form(
            TestLobby lobby,
            String username,
            String wallet,
            String color,
            String room,
            @Nullable String message,
            @Nullable String signature,
            @Nullable String did,
            @Nullable String proof) {
        Form username(String changed) {
            return new Form(lobby, changed, wallet, color, room, message, signature, did, proof);
        }

        Form wallet(String changed) {
            return new Form(lobby, username, changed, color, room, message, signature, did, proof);
        }

        Form color(String changed) {
            return new Form(lobby, username, wallet, changed, room, message, signature, did, proof);
        }

        Form room(String changed) {
            return new Form(lobby, username, wallet, color, changed, message, signature, did, proof);
        }

        Form message(@Nullable String changed) {
            return new Form(lobby, username, wallet, color, room, changed, signature, did, proof);
        }

        Form signature(@Nullable String changed) {
            return new Form(lobby, username, wallet, color, room, message, changed, did, proof);
        }

        Form session(@Nullable String changedDid, @Nullable String changedProof) {
            return new Form(lobby, username, wallet, color, room, message, signature, changedDid, changedProof);
        }

        /** With the session key's proof over a fresh challenge of connection {@code id}. */
        Form proven(String id) {
            return provenFor(HOST, lobby.challenge(id));
        }

        Form provenFor(String domain, String nonce) {
            Bytes proof = lobby.session.sign(SessionStatement.login(domain, nonce));
            return session(lobby.session.did(), proof.hex());
        }

        /** Signed by the lobby's wallet. */
        Form signed(String text) {
            return message(text).signature(lobby.wallet.sign(Bytes.utf8(text)).text());
        }

        Login login() {
            return new Login(username, wallet, color, room, message, signature, did, proof);
        }
    }

    Form unsigned() {
        return new Form(this, "Ada", wallet.text(), "#22ff99", "lobby", null, null, null, null);
    }

    /** Sign-In with Ethereum with a challenge of connection {@code id} as its nonce. */
    Form siwe(String id) {
        return siwe(HOST, 1, challenge(id));
    }

    Form siwe(String domain, long chainId, String nonce) {
        SiweMessage message =
                wallet.message(domain, chainId, session.key(), nonce, START_MILLIS, START_MILLIS + DAY_MILLIS);
        return unsigned().signed(message.toText(HASHES));
    }

    Form guide(long timestampMillis) {
        return unsigned().signed(new GuideLogin(timestampMillis, (EthereumAddress) wallet.address()).toText(HASHES));
    }

    List<LobbyOutput> connect(String id) {
        return connect(id, HOST);
    }

    List<LobbyOutput> connect(String id, String host) {
        connected.add(id);
        return machine.handle(new LobbyInput.Connected(id, host), nowMillis);
    }

    List<LobbyOutput> disconnect(String id) {
        connected.remove(id);
        return machine.handle(new LobbyInput.Disconnected(id), nowMillis);
    }

    List<LobbyOutput> askForMembers(String id) {
        return machine.handle(new LobbyInput.MembersAsked(id), nowMillis);
    }

    List<LobbyOutput> tick() {
        return machine.handle(new LobbyInput.Tick(), nowMillis);
    }

    /** The nonce that connection {@code id} gets; connects first where that has not been done. */
    String challenge(String id) {
        connectOnce(id);
        List<LobbyOutput> outputs = machine.handle(new LobbyInput.ChallengeAsked(id), nowMillis);
        return ((LobbyOutput.Challenge) outputs.getFirst()).nonce();
    }

    private void connectOnce(String id) {
        if (!connected.contains(id)) {
            connect(id);
        }
    }

    /** Connects first where that has not been done. */
    List<LobbyOutput> login(String id, Form form) {
        connectOnce(id);
        return machine.handle(new LobbyInput.LoginReceived(id, form.login()), nowMillis);
    }

    /** Logs in unsigned. */
    List<LobbyOutput> enter(String id) {
        return login(id, unsigned());
    }

    /** Logs in, with the signatures checked at once. */
    List<LobbyOutput> enter(String id, Form form) {
        List<LobbyOutput> outputs = new ArrayList<>(login(id, form));
        if (!outputs.isEmpty() && outputs.getFirst() instanceof LobbyOutput.Verify verify) {
            return answer(verify, areValid(verify.checks()));
        }
        return outputs;
    }

    List<LobbyOutput> answer(LobbyOutput.Verify verify, boolean valid) {
        return machine.handle(new LobbyInput.Verified(verify.ticket(), valid), nowMillis);
    }

    LobbyOutput.Verify verify(List<LobbyOutput> outputs) {
        return (LobbyOutput.Verify) outputs.getFirst();
    }

    private static boolean areValid(List<SignatureCheck> checks) {
        return checks.stream().allMatch(TestSignatures::isValid);
    }

    /** Why a login was refused; null where it was not. */
    static @Nullable LoginError error(List<LobbyOutput> outputs) {
        return outputs.getFirst() instanceof LobbyOutput.Refused refused ? refused.error() : null;
    }

    static Occupant admitted(List<LobbyOutput> outputs) {
        return ((LobbyOutput.Admitted) outputs.getFirst()).self();
    }

    static List<String> ids(List<Occupant> occupants) {
        return occupants.stream().map(Occupant::id).toList();
    }
}
