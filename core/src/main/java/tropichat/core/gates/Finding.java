package tropichat.core.gates;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.Account;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.WalletAddress;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * What a gatekeeper has looked at.
 *
 * @param rule its hash ({@link GateRule#hash})
 * @param blocks the newest of each chain that was asked, in the order of the chains; empty where none had to be
 */
public record Finding(RoomName room, WalletAddress wallet, Bytes rule, List<Block> blocks) {
    /** Bytes of a gatekeeper's signature (RFC 8032, section 5.1.6). */
    static final int SIGNATURE_BYTES = 64;

    private static final int VERSION = 1;

    /** Bytes of a rule's hash. */
    public static final int HASH_LENGTH = 32;

    /** As many as a rule can have leaves. */
    static final int CHAINS_MAX = GateRule.RULES_MAX;

    private static final int ROOM_CHARS_MAX = 64;

    /** A chain's block, by its number. */
    public record Block(long chain, long number) {}

    public Finding {
        blocks = Collections.unmodifiableList(new ArrayList<>(blocks));
    }

    Value.Mapping write() {
        List<Value> written = new ArrayList<>();
        for (Block block : blocks) {
            written.add(Value.map().with("chain", block.chain()).with("number", block.number()));
        }
        return Value.map()
                .with("v", VERSION)
                .with("room", room.text())
                .with("wallet", wallet.bytes())
                .with("rule", rule)
                .with("blocks", new Value.Sequence(written));
    }

    /** The fields of what a gatekeeper has signed, a finding among them, within bounds and of this version. */
    static Fields fields(Bytes signed) throws Malformed {
        if (signed.length() > Limits.TICKET_BYTES_MAX) {
            throw new Malformed(
                    Reason.TOO_LARGE, "what a gatekeeper signs has at most " + Limits.TICKET_BYTES_MAX + " bytes");
        }
        Fields fields = Cbor.decodeFields(signed);
        if (fields.integer("v", 0, Value.Int.MAX) != VERSION) {
            throw new Malformed(Reason.UNKNOWN_VERSION, "a gatekeeper's word of another version");
        }
        return fields;
    }

    static Finding read(Fields fields) throws Malformed {
        List<Block> blocks = new ArrayList<>();
        for (Value value : fields.list("blocks", CHAINS_MAX)) {
            Fields block = Fields.of(value);
            long chain = block.integer("chain", 1, Account.CHAIN_ID_MAX);
            if (!blocks.isEmpty() && blocks.get(blocks.size() - 1).chain() >= chain) {
                throw new Malformed(Reason.NOT_CANONICAL, "chains out of order");
            }
            blocks.add(new Block(chain, block.integer("number", 0, Value.Int.MAX)));
        }
        return new Finding(
                RoomName.parse(fields.text("room", ROOM_CHARS_MAX)),
                WalletAddress.of(fields, "wallet"),
                fields.blob("rule", HASH_LENGTH, HASH_LENGTH),
                blocks);
    }
}
