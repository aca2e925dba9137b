package tropichat.chain;

import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.gates.Abi;
import tropichat.core.identity.EthereumAddress;

/**
 * What a contract reverts with whose answer lies elsewhere (ERC-3668).
 *
 * @param sender the contract, which is told what a gateway said
 * @param request what gateways are asked
 * @param callback the function that is told, by its selector
 * @param extra what it is told, too
 */
record OffchainLookup(EthereumAddress sender, GatewayRequest request, Bytes callback, Bytes extra) {
    /** {@code OffchainLookup(address,string[],bytes,bytes4,bytes)}. */
    private static final Bytes SELECTOR = Selectors.of("556f1830");

    private static final int SENDER = 0;
    private static final int CALLBACK = 3;
    private static final int EXTRA = 4;

    static boolean isOne(Bytes reverted) {
        return reverted.startsWith(SELECTOR);
    }

    static OffchainLookup read(Bytes reverted) throws Malformed {
        AbiReader fields = AbiReader.of(reverted.slice(Abi.SELECTOR_LENGTH, reverted.length()));
        return new OffchainLookup(
                fields.address(SENDER),
                GatewayRequest.read(fields),
                fields.word(CALLBACK).slice(0, Abi.SELECTOR_LENGTH),
                fields.blob(EXTRA));
    }

    /** What the contract is called with once a gateway has answered. */
    Bytes callbackCall(Bytes answer) {
        return Bytes.concat(callback, AbiValue.encode(new AbiValue.Blob(answer), new AbiValue.Blob(extra)));
    }
}
