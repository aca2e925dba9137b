package tropichat.core.gates;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.gates.GateRule.All;
import tropichat.core.gates.GateRule.Allow;
import tropichat.core.gates.GateRule.AllowRoot;
import tropichat.core.gates.GateRule.Any;
import tropichat.core.gates.GateRule.AtLeast;
import tropichat.core.gates.GateRule.Call;
import tropichat.core.gates.GateRule.Ens;
import tropichat.core.gates.GateRule.Erc1155;
import tropichat.core.gates.GateRule.Erc20;
import tropichat.core.gates.GateRule.Erc721;
import tropichat.core.gates.GateRule.Native;
import tropichat.core.gates.GateRule.Not;
import tropichat.core.identity.Account;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.WalletAddress;
import tropichat.core.wire.Base58;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * {@link GateRule} as a map with one field that names the rule, like {@code {erc20: {chain, contract, min}}}. Numbers are
 * integers, or decimal digits where they may be larger than those; addresses are text. What is read may be written in
 * more than one way (numbers as digits, addresses in any case); what is hashed is only what is written here.
 */
final class GateFormat {
    private static final String RULES_WANTED =
            "a rule is a map with one field: all, any, atLeast, not, erc721, erc1155,"
                    + " erc20, native, call, ens, allow or allowRoot";

    /** Decimal digits of the largest number. */
    private static final int NUMBER_CHARS_MAX = 78;

    private static final int ADDRESS_CHARS = 42;
    private static final int VALUE_CHARS_MAX = 128;

    private final Hashes hashes;
    private int rules;

    GateFormat(Hashes hashes) {
        this.hashes = hashes;
    }

    // ---- Writing

    static Value write(GateRule rule) {
        return switch (rule) {
            case All all -> Value.map().with("all", writeAll(all.rules()));
            case Any any -> Value.map().with("any", writeAll(any.rules()));
            case AtLeast some ->
                Value.map()
                        .with("atLeast", Value.map().with("count", some.count()).with("rules", writeAll(some.rules())));
            case Not not -> Value.map().with("not", write(not.rule()));
            case Erc721 token ->
                Value.map()
                        .with(
                                "erc721",
                                contract(token.chain(), token.contract())
                                        .with("min", number(token.min()))
                                        .with("ids", token.ids().isEmpty() ? null : numbers(token.ids()))
                                        .with("delegates", flag(token.delegates()))
                                        .with("seat", flag(token.seat())));
            case Erc1155 token ->
                Value.map()
                        .with(
                                "erc1155",
                                contract(token.chain(), token.contract())
                                        .with("id", number(token.id()))
                                        .with("min", number(token.min()))
                                        .with("delegates", flag(token.delegates())));
            case Erc20 token ->
                Value.map()
                        .with(
                                "erc20",
                                contract(token.chain(), token.contract())
                                        .with("min", number(token.min()))
                                        .with("delegates", flag(token.delegates())));
            case Native coin ->
                Value.map()
                        .with("native", Value.map().with("chain", coin.chain()).with("min", number(coin.min())));
            case Call call -> Value.map().with("call", write(call));
            case Ens ens ->
                Value.map().with("ens", Value.map().with("suffix", ens.suffix().text()));
            case Allow allow -> Value.map().with("allow", addresses(allow.addresses()));
            case AllowRoot list -> Value.map().with("allowRoot", hex(list.root()));
        };
    }

    private static Value writeAll(List<GateRule> rules) {
        List<Value> written = new ArrayList<>();
        for (GateRule rule : rules) {
            written.add(write(rule));
        }
        return new Value.Sequence(written);
    }

    private static Value write(Call call) {
        List<Value> arguments = new ArrayList<>();
        for (String argument : call.arguments()) {
            arguments.add(new Value.Text(argument));
        }
        return contract(call.chain(), call.contract())
                .with("abi", call.function().toString())
                .with("args", new Value.Sequence(arguments))
                .with(
                        "compare",
                        Value.map()
                                .with("op", call.compare().operator().word())
                                .with("value", call.compare().value()));
    }

    private static Value.Mapping contract(long chain, EthereumAddress contract) {
        return Value.map().with("chain", chain).with("contract", hex(contract.bytes()));
    }

    private static Value numbers(List<Uint256> numbers) {
        List<Value> written = new ArrayList<>();
        for (Uint256 number : numbers) {
            written.add(number(number));
        }
        return new Value.Sequence(written);
    }

    private static Value addresses(List<WalletAddress> addresses) {
        List<Value> written = new ArrayList<>();
        for (WalletAddress address : addresses) {
            written.add(new Value.Text(
                    address instanceof EthereumAddress ? hex(address.bytes()) : Base58.encode(address.bytes())));
        }
        return new Value.Sequence(written);
    }

    /** What is off is left out, as in rules from before there was such a thing. */
    private static @Nullable Value flag(boolean isOn) {
        return isOn ? new Value.Bool(true) : null;
    }

    private static Value number(Uint256 number) {
        return new Value.Text(number.toString());
    }

    private static String hex(Bytes bytes) {
        return "0x" + bytes.hex();
    }

    // ---- Reading

    GateRule read(Value value) throws Malformed {
        GateRule rule = read(value, 1);
        if (rule.encode().length() > GateRule.BYTES_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "the rule is longer than " + GateRule.BYTES_MAX + " bytes");
        }
        if (seats(rule) > Erc721.SEATS_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "seat stands more than " + Erc721.SEATS_MAX + " times in the rule");
        }
        return rule;
    }

    private static int seats(GateRule rule) {
        int seats = 0;
        for (GateRule leaf : rule.leaves()) {
            seats += leaf instanceof Erc721 token && token.seat() ? 1 : 0;
        }
        return seats;
    }

    private GateRule read(Value value, int depth) throws Malformed {
        if (depth > GateRule.DEPTH_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "rules lie deeper within rules than " + GateRule.DEPTH_MAX);
        }
        if (++rules > GateRule.RULES_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "there are more than " + GateRule.RULES_MAX + " rules");
        }
        if (!(value instanceof Value.Mapping) || Fields.of(value).mapping().size() != 1) {
            throw new Malformed(Reason.FIELD, RULES_WANTED);
        }
        Fields fields = Fields.of(value);
        String kind = fields.mapping().keys().get(0);
        return switch (kind) {
            case "all" -> new All(readAll(fields, kind, depth));
            case "any" -> new Any(readAll(fields, kind, depth));
            case "atLeast" -> readAtLeast(fields.map(kind), depth);
            case "not" -> readNot(inner(fields, kind), depth);
            case "erc721" -> readErc721(fields.map(kind));
            case "erc1155" -> readErc1155(fields.map(kind));
            case "erc20" -> readErc20(fields.map(kind));
            case "native" -> new Native(chain(fields.map(kind)), min(fields.map(kind)));
            case "call" -> readCall(fields.map(kind));
            case "ens" -> new Ens(EnsSuffix.parse(fields.map(kind).text("suffix", EnsSuffix.CHARS_MAX)));
            case "allow" -> readAllow(fields);
            case "allowRoot" -> new AllowRoot(readRoot(fields));
            default -> throw new Malformed(Reason.UNKNOWN_VERSION, RULES_WANTED + "; not " + shown(kind));
        };
    }

    private static String shown(String kind) {
        return kind.length() > Uint256.LENGTH ? "one with a long name" : "\"" + kind + "\"";
    }

    private static Value inner(Fields fields, String key) throws Malformed {
        return fields.map(key).mapping();
    }

    private GateRule readNot(Value value, int depth) throws Malformed {
        GateRule inner = read(value, depth + 1);
        if (seats(inner) > 0) {
            throw new Malformed(Reason.FIELD, "seat stands within not, but nobody sits on what he must not have");
        }
        return new Not(inner);
    }

    private List<GateRule> readAll(Fields fields, String key, int depth) throws Malformed {
        List<GateRule> read = new ArrayList<>();
        for (Value value : fields.list(key, GateRule.RULES_MAX)) {
            read.add(read(value, depth + 1));
        }
        if (read.isEmpty()) {
            throw new Malformed(Reason.FIELD, key + " wants one rule at least");
        }
        return read;
    }

    private GateRule readAtLeast(Fields fields, int depth) throws Malformed {
        List<GateRule> read = readAll(fields, "rules", depth);
        return new AtLeast((int) fields.integer("count", 1, read.size()), read);
    }

    private GateRule readErc721(Fields fields) throws Malformed {
        Set<Uint256> ids = new LinkedHashSet<>();
        if (fields.has("ids")) {
            for (Value id : fields.list("ids", Erc721.IDS_MAX)) {
                ids.add(number(id, "ids"));
            }
        }
        Uint256 min = min(fields);
        if (!ids.isEmpty() && min.compareTo(Uint256.of(ids.size())) > 0) {
            throw new Malformed(Reason.FIELD, "min is more than there are ids, so that nobody could pass");
        }
        boolean seat = flag(fields, "seat");
        if (seat && !min.equals(Uint256.ONE)) {
            throw new Malformed(Reason.FIELD, "min is more than 1, but a seat is on one token");
        }
        return new Erc721(chain(fields), contract(fields), min, new ArrayList<>(ids), flag(fields, "delegates"), seat);
    }

    private GateRule readErc1155(Fields fields) throws Malformed {
        return new Erc1155(
                chain(fields), contract(fields), number(fields, "id"), min(fields), flag(fields, "delegates"));
    }

    private GateRule readErc20(Fields fields) throws Malformed {
        return new Erc20(chain(fields), contract(fields), min(fields), flag(fields, "delegates"));
    }

    private GateRule readCall(Fields fields) throws Malformed {
        ContractFunction function = ContractFunction.parse(fields.text("abi", ContractFunction.CHARS_MAX));
        List<String> arguments = new ArrayList<>();
        for (Value value : fields.list("args", ContractFunction.PARAMETERS_MAX)) {
            arguments.add(shortText(value, "args"));
        }
        if (arguments.size() != function.parameters().size()) {
            throw new Malformed(Reason.FIELD, "args are not as many as abi has parameters");
        }
        for (int i = 0; i < arguments.size(); i++) {
            // Any address will do: only whether each can be a value is asked.
            function.parameters().get(i).word(arguments.get(i), contract(fields));
        }
        return new Call(
                chain(fields), contract(fields), function, arguments, readComparison(fields, function.returns()));
    }

    private static Comparison readComparison(Fields fields, WordType returns) throws Malformed {
        Fields compare = fields.map("compare");
        Comparison.Operator operator = Comparison.Operator.parse(compare.text("op", NUMBER_CHARS_MAX));
        Value value = compare.mapping().get("value");
        String text = value == null ? "" : shortText(value, "value");
        returns.word(text, null);
        if (operator.needsOrder() && !returns.isOrdered()) {
            throw new Malformed(Reason.FIELD, "what is no number can only be compared by eq and ne");
        }
        return new Comparison(operator, text);
    }

    private GateRule readAllow(Fields fields) throws Malformed {
        Set<WalletAddress> addresses = new LinkedHashSet<>();
        for (Value value : fields.list("allow", Allow.ADDRESSES_MAX)) {
            addresses.add(WalletAddress.parse(shortText(value, "allow"), hashes));
        }
        if (addresses.isEmpty()) {
            throw new Malformed(Reason.FIELD, "allow wants one address at least");
        }
        return new Allow(new ArrayList<>(addresses));
    }

    private static Bytes readRoot(Fields fields) throws Malformed {
        return new WordType(WordType.Kind.BYTES, Uint256.LENGTH).word(fields.text("allowRoot", VALUE_CHARS_MAX), null);
    }

    private static long chain(Fields fields) throws Malformed {
        return fields.integer("chain", 1, Account.CHAIN_ID_MAX);
    }

    private EthereumAddress contract(Fields fields) throws Malformed {
        return EthereumAddress.parse(fields.text("contract", ADDRESS_CHARS), hashes);
    }

    /** One at least: everybody has none. */
    private static Uint256 min(Fields fields) throws Malformed {
        Uint256 min = fields.has("min") ? number(fields, "min") : Uint256.ONE;
        if (min.equals(Uint256.ZERO)) {
            throw new Malformed(Reason.FIELD, "min is 0, so that everybody would pass");
        }
        return min;
    }

    private static boolean flag(Fields fields, String key) throws Malformed {
        return fields.has(key) && fields.flag(key);
    }

    private static Uint256 number(Fields fields, String key) throws Malformed {
        Value value = fields.mapping().get(key);
        if (value == null) {
            throw new Malformed(Reason.FIELD, key + " is missing");
        }
        return number(value, key);
    }

    private static Uint256 number(Value value, String key) throws Malformed {
        if (value instanceof Value.Int number && number.value() >= 0) {
            return Uint256.of(number.value());
        }
        if (value instanceof Value.Text text && text.text().length() <= NUMBER_CHARS_MAX) {
            return Uint256.parse(text.text());
        }
        throw new Malformed(Reason.FIELD, key + " must be a whole number, or its digits as text");
    }

    /** Text, or what is written without quotes: numbers, true and false. */
    private static String shortText(Value value, String key) throws Malformed {
        return switch (value) {
            case Value.Text text when text.text().length() <= VALUE_CHARS_MAX -> text.text();
            case Value.Int number -> Long.toString(number.value());
            case Value.Bool bool -> bool.value() ? "true" : "false";
            default ->
                throw new Malformed(Reason.FIELD, key + " must be text of at most " + VALUE_CHARS_MAX + " characters");
        };
    }
}
