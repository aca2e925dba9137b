package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Oldest;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.WalletAddress;
import tropichat.core.keys.PreKey;
import tropichat.core.rules.Rule;
import tropichat.core.rules.State;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;

/** Hands epochs' secrets to devices: each is told of by its own session, and a secret is sealed for each. */
final class Granting {
    /** Prekeys of which it is remembered whether they are their sessions'. */
    private static final int CHECKED_MAX = 4_096;

    /**
     * After which a device of a forward-secret room takes another key: what was granted to it can be opened as long, by who
     * gets hold of the device. A change is a rule of each device, and no rule is trimmed: weekly ones of 50 devices are 2,600
     * a year, of 20,000.
     */
    static final long PREKEY_MILLIS = 7 * 24 * 60 * 60 * 1_000L;

    /** How long the key before is kept besides, for who has not heard of the new one: as long as an epoch is to last. */
    static final long FORMER_PREKEY_MILLIS = Epochs.EPOCH_MILLIS;

    /** A device of an account to which a secret can be sealed. */
    record Recipient(WalletAddress account, State.Device device) {}

    private final Room room;
    private final Law law;
    private final Map<Bytes, Boolean> checked = new LinkedHashMap<>();

    /** Devices for which a secret is being sealed, by the epoch's name. */
    private final Map<Cid, Set<DidKey>> under = new LinkedHashMap<>();

    private boolean registering;

    /** The key beside which no other of ours is kept. */
    private @Nullable Bytes only;

    Granting(Room room, Law law) {
        this.room = room;
        this.law = law;
    }

    // ---- Our own device

    boolean isRegistered(State state) {
        return find(state.devices(room.self.wallet()), room.self.session()) != null;
    }

    static State.@Nullable Device find(List<State.Device> devices, DidKey session) {
        for (State.Device device : devices) {
            if (device.session().equals(session)) {
                return device;
            }
        }
        return null;
    }

    /** Tells of this device, so that secrets can be sealed for it. */
    void register() {
        // One that was withdrawn must not make itself a device again.
        if (registering || law.key == null || !law.isMember() || law.isWithdrawn()) {
            return;
        }
        registering = true;
        if (law.secrets.isForwardSecret()) {
            room.host.makePreKey(this::register);
        } else {
            register(law.device().key());
        }
    }

    private void register(@Nullable Bytes key) {
        if (key == null) {
            registering = false;
            return;
        }
        long now = room.host.nowMillis();
        Bytes signable = PreKey.signable(law.charter.room(), room.self.wallet(), room.self.session(), key, now);
        room.host.sign(signable, signature -> {
            if (signature == null) {
                registering = false;
                return;
            }
            Bytes prekey = Cbor.encode(new PreKey(room.self.session(), key, now, signature).encode());
            law.decrees.make(new Rule.Device(prekey, law.charter.device()), made -> registering = false);
        });
    }

    /** Where keys are erased after use, grants stay in the law: so the key that opens them is to be another by and by. */
    void renew(State state) {
        if (!law.secrets.isForwardSecret()) {
            return;
        }
        State.Device own = find(state.devices(room.self.wallet()), room.self.session());
        PreKey prekey = own == null ? null : read(own);
        if (prekey == null) {
            return;
        }
        long ageMillis = room.host.nowMillis() - prekey.timeMillis();
        if (ageMillis >= PREKEY_MILLIS) {
            register();
        } else if (ageMillis >= FORMER_PREKEY_MILLIS && !prekey.key().equals(only)) {
            only = prekey.key();
            room.host.put(new Output.ErasePreKeys(prekey.key()));
        }
    }

    // ---- Others'

    List<Recipient> devices(State state) {
        List<Recipient> all = new ArrayList<>();
        for (WalletAddress account : state.members()) {
            for (State.Device device : state.devices(account)) {
                all.add(new Recipient(account, device));
            }
        }
        return all;
    }

    /** Devices of members that nobody has granted the epoch in which to speak, us being about it excepted. */
    List<Recipient> wanting(State state) {
        Cid epoch = state.epoch();
        if (epoch == null) {
            return List.of();
        }
        Set<DidKey> granted = new LinkedHashSet<>(under.getOrDefault(epoch, new LinkedHashSet<>()));
        for (Rule.Grant grant : state.grants().getOrDefault(epoch, List.of())) {
            grant.shares().forEach(share -> granted.add(share.session()));
        }
        List<Recipient> wanting = new ArrayList<>();
        for (Recipient recipient : devices(state)) {
            if (!granted.contains(recipient.device().session())) {
                wanting.add(recipient);
            }
        }
        return wanting;
    }

    /** Seals an epoch's secret for devices, and adds that to the law. */
    void grant(Cid epoch, Bytes secret, List<Recipient> recipients) {
        if (recipients.isEmpty()) {
            return;
        }
        Set<DidKey> sealing = under.computeIfAbsent(epoch, ignored -> new LinkedHashSet<>());
        Oldest.forget(under.values(), CHECKED_MAX);
        recipients.forEach(recipient -> sealing.add(recipient.device().session()));
        Shares shares = new Shares(epoch, recipients.size());
        for (Recipient recipient : recipients) {
            withPreKey(recipient.account(), recipient.device(), key -> {
                if (key == null) {
                    shares.add(null);
                    return;
                }
                room.host.seal(
                        Output.Purpose.GRANT,
                        key,
                        secret,
                        share -> shares.add(
                                share == null
                                        ? null
                                        : new Rule.Share(recipient.device().session(), share)));
            });
        }
    }

    /** What has been sealed of one epoch so far. */
    private final class Shares {
        private final Cid epoch;
        private final List<Rule.Share> sealed = new ArrayList<>();
        private int left;

        Shares(Cid epoch, int recipients) {
            this.epoch = epoch;
            this.left = recipients;
        }

        void add(Rule.@Nullable Share share) {
            left--;
            if (share != null) {
                sealed.add(share);
            }
            for (int at = 0; left == 0 && at < sealed.size(); at += Rule.Grant.SHARES_MAX) {
                int to = Math.min(at + Rule.Grant.SHARES_MAX, sealed.size());
                law.decrees.make(new Rule.Grant(epoch, sealed.subList(at, to)));
            }
        }
    }

    /**
     * Looks up the key to which is sealed for a device of an account.
     *
     * @param then gets it; null where the device's own word for it is wrong
     */
    void withPreKey(WalletAddress account, State.Device device, Consumer<@Nullable Bytes> then) {
        PreKey read = read(device);
        if (read == null) {
            then.accept(null);
            return;
        }
        Boolean known = checked.get(device.prekey());
        if (known != null) {
            then.accept(known ? read.key() : null);
            return;
        }
        room.host.verify(read.check(law.charter.room(), account), valid -> {
            checked.put(device.prekey(), valid);
            Oldest.forget(checked.values(), CHECKED_MAX);
            then.accept(valid ? read.key() : null);
        });
    }

    private static @Nullable PreKey read(State.Device device) {
        try {
            PreKey read = PreKey.decode(Cbor.decodeFields(device.prekey()));
            return read.session().equals(device.session()) ? read : null;
        } catch (Malformed malformed) {
            return null;
        }
    }
}
