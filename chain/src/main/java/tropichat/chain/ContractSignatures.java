package tropichat.chain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import tropichat.core.base.Bytes;
import tropichat.core.gates.Abi;
import tropichat.core.gates.Uint256;
import tropichat.core.identity.EthereumAddress;

/**
 * Whether wallets that are contracts have signed (ERC-1271), those that are not deployed yet included (ERC-6492). A node
 * is asked, since only the contract's own code can tell.
 */
final class ContractSignatures {
    /** A guess: passkeys' signatures with what makes their wallet need some 2 KiB. */
    static final int SIGNATURE_BYTES_MAX = 8 * 1024;

    /** Checking an elliptic curve of its own costs some contracts 1,500,000; twice that, and what makes a wallet. A guess. */
    private static final long GAS = 5_000_000;

    /** SignatureValidator.sol, compiled. */
    private static final Bytes VALIDATOR = load();

    private static final Bytes YES = Bytes.wrap(new byte[] {1});
    private static final Bytes NO = Bytes.wrap(new byte[] {0});
    private static final long ARGUMENTS_LENGTH = 3L * Uint256.LENGTH;

    private final Rpc rpc;

    ContractSignatures(Rpc rpc) {
        this.rpc = rpc;
    }

    /** Asks as of the newest block. */
    void check(EthereumAddress signer, Bytes digest, Bytes signature, Consumer<Signed> onAnswer) {
        if (signature.length() > SIGNATURE_BYTES_MAX) {
            onAnswer.accept(Signed.NO);
            return;
        }
        Bytes code = Bytes.concat(VALIDATOR, arguments(signer, digest, signature));
        RpcCall call = RpcCall.ofContract(null, code, GAS, RpcCall.LATEST);
        rpc.send(List.of(call), answers -> onAnswer.accept(read(answers.getFirst())));
    }

    /** Solidity's encoding of {@code (address, bytes32, bytes)}. */
    private static Bytes arguments(EthereumAddress signer, Bytes digest, Bytes signature) {
        int padding = (Uint256.LENGTH - signature.length() % Uint256.LENGTH) % Uint256.LENGTH;
        return Bytes.concat(
                Abi.word(signer),
                digest,
                Uint256.of(ARGUMENTS_LENGTH).word(),
                Uint256.of(signature.length()).word(),
                signature,
                Bytes.wrap(new byte[padding]));
    }

    private static Signed read(RpcAnswer answer) {
        return switch (answer) {
            case RpcAnswer.Result result -> {
                Bytes said = Hex.bytes(result.value());
                yield YES.equals(said) ? Signed.YES : NO.equals(said) ? Signed.NO : Signed.UNKNOWN;
            }
            case RpcAnswer.Reverted ignored -> Signed.NO;
            case RpcAnswer.Failed ignored -> Signed.UNKNOWN;
        };
    }

    private static Bytes load() {
        try (InputStream file = ContractSignatures.class.getResourceAsStream("SignatureValidator.hex")) {
            String hex = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.US_ASCII);
            return Objects.requireNonNull(Bytes.parseHex(hex.strip()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
