package tropichat.browser;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSString;
import org.teavm.jso.typedarrays.Uint8Array;
import tropichat.core.Event;
import tropichat.core.base.Hashes;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.WalletAddress;
import tropichat.core.rules.RoomGate;
import tropichat.core.rules.RoomRecord;
import tropichat.core.rules.RoomSettings;
import tropichat.core.rules.Rule;
import tropichat.core.rules.Standing;
import tropichat.core.rules.State;
import tropichat.core.wire.Cid;

/** The law of a room as the page shows it: see {@code Law} in peer-outputs.d.ts. */
final class PageLaw {
    private final Hashes hashes;
    private final State state;

    private PageLaw(State state, Hashes hashes) {
        this.state = state;
        this.hashes = hashes;
    }

    static JSObject of(Event.LawChanged changed, Hashes hashes) {
        return new PageLaw(changed.state(), hashes).of(changed);
    }

    private JSObject of(Event.LawChanged changed) {
        RoomRecord record = changed.record();
        Rule.Epoch epoch = state.epoch() == null ? null : state.epochs().get(state.epoch());
        JSObject law = law(
                settings(state.settings()),
                PageOutputs.code(record.policy().name()),
                record.history().word(),
                address(state.owner()),
                (double) record.timeMillis(),
                role(changed.role()),
                epoch == null ? 0 : (double) epoch.number(),
                changed.ready());
        RoomGate gate = record.gate();
        set(
                law,
                "gate",
                gate == null ? null : gate(Borders.view(gate.rule()), Borders.texts(gate.keepers(), DidKey::did)));
        set(law, "paces", paces());
        set(law, "people", people());
        set(law, "invitations", invitations());
        set(law, "pins", Borders.texts(state.pins(), Cid::text));
        set(law, "strikes", strikes());
        set(law, "devices", devices());
        return law;
    }

    private String address(WalletAddress account) {
        return account.text(hashes);
    }

    private static String role(Standing.Role role) {
        return PageOutputs.code(role.name());
    }

    private static JSObject settings(RoomSettings settings) {
        return settings(
                settings.name(),
                settings.topic(),
                settings.capacity(),
                settings.keptEntries(),
                settings.keptDays(),
                settings.slowSeconds());
    }

    private JSArray<JSObject> paces() {
        JSArray<JSObject> paces = new JSArray<>();
        for (State.Pace pace : state.paces()) {
            paces.push(pace((double) pace.lamport(), pace.slowSeconds()));
        }
        return paces;
    }

    /** Members, moderators first; then those who are banned, or muted while they are none. */
    private JSArray<JSObject> people() {
        Set<WalletAddress> accounts = new LinkedHashSet<>();
        accounts.add(state.owner());
        accounts.addAll(state.moderators());
        accounts.addAll(state.members());
        state.standings().forEach((account, standing) -> {
            if (standing.role() == Standing.Role.BANNED || !standing.mutes().isEmpty()) {
                accounts.add(account);
            }
        });
        JSArray<JSObject> people = new JSArray<>();
        for (WalletAddress account : accounts) {
            Standing standing = state.standing(account);
            JSArray<JSObject> mutes = new JSArray<>();
            for (Standing.Muted muted : standing.mutes()) {
                mutes.push(mute((double) muted.lamport(), (double) muted.untilMillis()));
            }
            people.push(person(address(account), role(standing.role()), mutes));
        }
        return people;
    }

    private JSArray<JSObject> invitations() {
        JSArray<JSObject> invitations = new JSArray<>();
        for (State.Invited invited : state.invitations()) {
            Rule.Invite invite = invited.invite();
            invitations.push(
                    invitation(invited.id().text(), invite.key().did(), invite.uses(), invited.usesLeft(), (double)
                            invite.expiresAtMillis()));
        }
        return invitations;
    }

    private JSArray<JSObject> strikes() {
        JSArray<JSObject> strikes = new JSArray<>();
        for (Map.Entry<Cid, Set<WalletAddress>> each : state.strikes().entrySet()) {
            strikes.push(strike(each.getKey().text(), Borders.texts(each.getValue(), this::address)));
        }
        return strikes;
    }

    private JSArray<JSObject> devices() {
        JSArray<JSObject> devices = new JSArray<>();
        for (Map.Entry<WalletAddress, List<State.Device>> each : state.devices().entrySet()) {
            for (State.Device device : each.getValue()) {
                devices.push(device(address(each.getKey()), device.session().did(), device.name()));
            }
        }
        return devices;
    }

    /** What {@code decree} asks for; the page hands over only what core handed out. */
    static Rule rule(
            String op,
            @Nullable String account,
            @Nullable String target,
            double untilMillis,
            Hashes hashes,
            double lamport) {
        return switch (op) {
            case "appoint" -> new Rule.Appoint(account(account, hashes));
            case "demote" -> new Rule.Demote(account(account, hashes));
            case "remove" -> new Rule.Remove(account(account, hashes));
            case "ban" -> new Rule.Ban(account(account, hashes));
            case "unban" -> new Rule.Unban(account(account, hashes));
            case "mute" -> new Rule.Mute(account(account, hashes), (long) untilMillis, (long) lamport);
            case "unmute" -> new Rule.Unmute(account(account, hashes));
            case "strike" -> new Rule.Strike(target(target));
            case "pin" -> new Rule.Pin(target(target));
            case "unpin" -> new Rule.Unpin(target(target));
            case "revoke" -> new Rule.Revoke(target(target));
            case "withdraw" -> new Rule.Withdraw(Borders.did(account == null ? "" : account));
            case "leave" -> new Rule.Leave();
            default -> throw new IllegalArgumentException("no decree: " + op);
        };
    }

    private static WalletAddress account(@Nullable String text, Hashes hashes) {
        return Borders.address(text == null ? "" : text, hashes);
    }

    private static Cid target(@Nullable String text) {
        return Borders.cid(text == null ? "" : text);
    }

    @JSBody(
            params = {"name", "topic", "capacity", "keptEntries", "keptDays", "slowSeconds"},
            script = "return {name: name, topic: topic, capacity: capacity, keptEntries: keptEntries,"
                    + " keptDays: keptDays, slowSeconds: slowSeconds};")
    private static native JSObject settings(
            String name, String topic, int capacity, int keptEntries, int keptDays, int slowSeconds);

    @JSBody(
            params = {"settings", "policy", "history", "owner", "founded", "self", "epoch", "ready"},
            script = "return {settings: settings, policy: policy, history: history, owner: owner, founded: founded,"
                    + " self: self, epoch: epoch, ready: ready};")
    private static native JSObject law(
            JSObject settings,
            String policy,
            String history,
            String owner,
            double founded,
            String self,
            double epoch,
            boolean ready);

    @JSBody(
            params = {"law", "field", "value"},
            script = "law[field] = value;")
    private static native void set(JSObject law, String field, @Nullable JSObject value);

    @JSBody(
            params = {"rule", "keepers"},
            script = "return {rule: rule, keepers: keepers};")
    private static native JSObject gate(Uint8Array rule, JSArray<JSString> keepers);

    @JSBody(
            params = {"lamport", "slowSeconds"},
            script = "return {lamport: lamport, slowSeconds: slowSeconds};")
    private static native JSObject pace(double lamport, int slowSeconds);

    @JSBody(
            params = {"lamport", "untilMillis"},
            script = "return {lamport: lamport, untilMillis: untilMillis};")
    private static native JSObject mute(double lamport, double untilMillis);

    @JSBody(
            params = {"account", "role", "mutes"},
            script = "return {account: account, role: role, mutes: mutes};")
    private static native JSObject person(String account, String role, JSArray<JSObject> mutes);

    @JSBody(
            params = {"id", "key", "uses", "usesLeft", "expiresAtMillis"},
            script = "return {id: id, key: key, uses: uses, usesLeft: usesLeft, expiresAtMillis: expiresAtMillis};")
    private static native JSObject invitation(String id, String key, int uses, int usesLeft, double expiresAtMillis);

    @JSBody(
            params = {"id", "except"},
            script = "return {id: id, except: except};")
    private static native JSObject strike(String id, JSArray<JSString> except);

    @JSBody(
            params = {"account", "did", "name"},
            script = "return {account: account, did: did, name: name};")
    private static native JSObject device(String account, String did, String name);
}
