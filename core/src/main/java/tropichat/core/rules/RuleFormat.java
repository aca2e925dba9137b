package tropichat.core.rules;

import java.util.ArrayList;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.gates.Lapse;
import tropichat.core.gates.Ticket;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.WalletAddress;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/** How rules are written: a map whose field {@code op} says which, and the others what. */
final class RuleFormat {
    private static final int OP_CHARS_MAX = 16;

    private RuleFormat() {}

    static Bytes encode(Rule rule) {
        return Cbor.encode(
                switch (rule) {
                    case Rule.Settings settings ->
                        of("settings")
                                .with("settings", settings.settings().encode())
                                .with("lamport", settings.lamport());
                    case Rule.Appoint appoint -> of("appoint", appoint.account());
                    case Rule.Demote demote -> of("demote", demote.account());
                    case Rule.Invite invite ->
                        of("invite")
                                .with("key", invite.key().publicKey())
                                .with("uses", invite.uses())
                                .with("until", invite.expiresAtMillis());
                    case Rule.Revoke revoke -> of("revoke").with("invite", new Value.Link(revoke.invite()));
                    case Rule.Remove remove -> of("remove", remove.account());
                    case Rule.Ban ban -> of("ban", ban.account());
                    case Rule.Unban unban -> of("unban", unban.account());
                    case Rule.Mute mute ->
                        of("mute", mute.account())
                                .with("until", mute.untilMillis())
                                .with("lamport", mute.lamport());
                    case Rule.Unmute unmute -> of("unmute", unmute.account());
                    case Rule.Strike strike -> of("strike", strike.target());
                    case Rule.Pin pin -> of("pin", pin.target());
                    case Rule.Unpin unpin -> of("unpin", unpin.target());
                    case Rule.Admit admit ->
                        of("admit", admit.account())
                                .with("session", admit.session().publicKey())
                                .with("invite", new Value.Link(admit.invite()))
                                .with("proof", admit.proof());
                    case Rule.Device device ->
                        of("device").with("prekey", device.prekey()).with("name", device.name());
                    case Rule.Epoch epoch ->
                        of("epoch")
                                .with("number", epoch.number())
                                .with("ended", ended(epoch.ended()))
                                .with("check", epoch.commitment())
                                .with("lamport", epoch.lamport());
                    case Rule.Grant grant ->
                        of("grant").with("epoch", new Value.Link(grant.epoch())).with("shares", shares(grant.shares()));
                    case Rule.Pass pass ->
                        of("pass").with("ticket", pass.ticket().encode());
                    case Rule.Lapsed lapsed ->
                        of("lapse").with("lapse", lapsed.lapse().encode());
                    case Rule.Withdraw withdraw ->
                        of("withdraw").with("session", withdraw.session().publicKey());
                    case Rule.Leave ignored -> of("leave");
                });
    }

    static Rule decode(Bytes encoded) throws Malformed {
        if (encoded.length() > Rule.BYTES_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "a rule above " + Rule.BYTES_MAX + " bytes");
        }
        Fields fields = Cbor.decodeFields(encoded);
        return switch (fields.text("op", OP_CHARS_MAX)) {
            case "settings" ->
                new Rule.Settings(
                        RoomSettings.decode(fields.map("settings")), fields.integer("lamport", 0, Value.Int.MAX));
            case "appoint" -> new Rule.Appoint(account(fields));
            case "demote" -> new Rule.Demote(account(fields));
            case "invite" ->
                new Rule.Invite(
                        DidKey.of(fields, "key"),
                        (int) fields.integer("uses", 1, Rule.Invite.USES_MAX),
                        fields.integer("until", 0, Value.Int.MAX));
            case "revoke" -> new Rule.Revoke(fields.link("invite"));
            case "remove" -> new Rule.Remove(account(fields));
            case "ban" -> new Rule.Ban(account(fields));
            case "unban" -> new Rule.Unban(account(fields));
            case "mute" ->
                new Rule.Mute(
                        account(fields),
                        fields.integer("until", 0, Value.Int.MAX),
                        fields.integer("lamport", 0, Value.Int.MAX));
            case "unmute" -> new Rule.Unmute(account(fields));
            case "strike" -> new Rule.Strike(fields.link("target"));
            case "pin" -> new Rule.Pin(fields.link("target"));
            case "unpin" -> new Rule.Unpin(fields.link("target"));
            case "admit" ->
                new Rule.Admit(
                        account(fields),
                        DidKey.of(fields, "session"),
                        fields.link("invite"),
                        fields.blob("proof", Rule.Admit.PROOF_BYTES, Rule.Admit.PROOF_BYTES));
            case "device" ->
                Rule.Device.parse(
                        fields.blob("prekey", 1, Rule.Device.PREKEY_BYTES_MAX),
                        fields.text("name", Rule.Device.NAME_CHARS_MAX));
            case "epoch" ->
                new Rule.Epoch(
                        fields.integer("number", 1, Value.Int.MAX),
                        ended(fields),
                        fields.blob("check", Rule.Epoch.COMMITMENT_BYTES, Rule.Epoch.COMMITMENT_BYTES),
                        fields.integer("lamport", 0, Value.Int.MAX));
            case "grant" -> new Rule.Grant(fields.link("epoch"), shares(fields));
            case "pass" -> new Rule.Pass(Ticket.decode(fields.blob("ticket", 1, Limits.TICKET_BYTES_MAX)));
            case "lapse" -> new Rule.Lapsed(Lapse.decode(fields.blob("lapse", 1, Limits.TICKET_BYTES_MAX)));
            case "withdraw" -> new Rule.Withdraw(DidKey.of(fields, "session"));
            case "leave" -> new Rule.Leave();
            default -> throw new Malformed(Reason.UNKNOWN_VERSION, "a rule that this version does not know");
        };
    }

    private static Value.Mapping of(String op) {
        return Value.map().with("op", op);
    }

    private static Value.Mapping of(String op, WalletAddress account) {
        return of(op).with("account", account.bytes());
    }

    private static Value.Mapping of(String op, Cid target) {
        return of(op).with("target", new Value.Link(target));
    }

    private static WalletAddress account(Fields fields) throws Malformed {
        return WalletAddress.of(fields, "account");
    }

    private static Value ended(List<Rule.Ended> ended) {
        List<Value> values = new ArrayList<>();
        for (Rule.Ended each : ended) {
            values.add(Value.map()
                    .with("epoch", new Value.Link(each.epoch()))
                    .with("ids", each.listed())
                    .with("secret", each.secret().isEmpty() ? null : each.secret()));
        }
        return new Value.Sequence(values);
    }

    private static List<Rule.Ended> ended(Fields fields) throws Malformed {
        List<Rule.Ended> ended = new ArrayList<>();
        int left = Rule.Epoch.LISTED_MAX * Rule.Ended.PREFIX_BYTES;
        for (Value value : fields.list("ended", Rule.Epoch.ENDED_MAX)) {
            Fields each = Fields.of(value);
            Rule.Ended read = new Rule.Ended(each.link("epoch"), each.blob("ids", 0, left), secret(each));
            checkOrder(read);
            left -= read.listed().length();
            ended.add(read);
        }
        return ended;
    }

    private static Bytes secret(Fields ended) throws Malformed {
        return ended.has("secret")
                ? ended.blob("secret", Rule.Ended.SECRET_BYTES, Rule.Ended.SECRET_BYTES)
                : Bytes.EMPTY;
    }

    private static void checkOrder(Rule.Ended ended) throws Malformed {
        if (ended.listed().length() % Rule.Ended.PREFIX_BYTES != 0) {
            throw new Malformed(Reason.FIELD, "a list that ends within an entry's digest");
        }
        for (int i = 1; i * Rule.Ended.PREFIX_BYTES < ended.listed().length(); i++) {
            if (ended.at(i - 1).compareTo(ended.at(i)) >= 0) {
                throw new Malformed(Reason.NOT_CANONICAL, "entries listed twice or out of order");
            }
        }
    }

    private static Value shares(List<Rule.Share> shares) {
        List<Value> values = new ArrayList<>();
        for (Rule.Share share : shares) {
            values.add(Value.map().with("to", share.session().publicKey()).with("sealed", share.sealed()));
        }
        return new Value.Sequence(values);
    }

    private static List<Rule.Share> shares(Fields fields) throws Malformed {
        List<Rule.Share> shares = new ArrayList<>();
        for (Value value : fields.list("shares", Rule.Grant.SHARES_MAX)) {
            Fields share = Fields.of(value);
            shares.add(new Rule.Share(DidKey.of(share, "to"), share.blob("sealed", 1, Rule.Share.SEALED_BYTES_MAX)));
        }
        return shares;
    }
}
