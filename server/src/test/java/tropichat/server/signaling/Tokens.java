package tropichat.server.signaling;

import java.util.ArrayList;
import java.util.List;
import tropichat.chain.TestChain;
import tropichat.core.base.Bytes;
import tropichat.core.gates.Abi;
import tropichat.core.gates.GateRule;
import tropichat.core.gates.Uint256;
import tropichat.core.identity.EthereumAddress;

/** Tokens (ERC-721) of a contract that one test has to itself. */
final class Tokens {
    /** What is held for so long counts. */
    static final int BLOCKS = 2;

    private final TestChain chain;
    final EthereumAddress contract;

    Tokens(TestChain chain, String name) {
        this.chain = chain;
        contract = chain.fresh(name);
    }

    /** Gives new ones to somebody, long enough ago that they count. */
    void make(Person owner, long... ids) {
        for (long id : ids) {
            chain.send(contract, "mint(address,uint256)", Abi.word(owner.wallet()), TestChain.word(id));
        }
        chain.mine(BLOCKS);
    }

    /** Has somebody give one away just now. */
    void pass(Person from, Person to, long id) {
        Bytes[] given = {Abi.word(from.wallet()), Abi.word(to.wallet()), TestChain.word(id)};
        chain.sendFrom(from.wallet(), contract, "transferFrom(address,address,uint256)", given);
    }

    /** The rule that asks for one. */
    GateRule one() {
        return new GateRule.Erc721(chain.id(), contract, Uint256.ONE, List.of());
    }

    /** The same as operators write it, with {@code options} as in {@code "seat":true}. */
    String rule(String... options) {
        List<String> members = new ArrayList<>(List.of(
                "\"chain\":" + chain.id(),
                "\"contract\":\"0x" + contract.bytes().hex() + "\""));
        members.addAll(List.of(options));
        return "{\"erc721\":{" + String.join(",", members) + "}}";
    }
}
