package tropichat.core;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Oldest;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.WalletAddress;
import tropichat.core.room.Letter;

/**
 * To which keys letters are sealed where no law tells: those of sessions that are linked with us, or that have spoken, each
 * by its own signed word, and for as long as the wallet's word for the session is good. And to which those that wallets
 * open, of which no law tells.
 */
final class Devices {
    /** Accounts whose devices are remembered: as many as authors are. */
    static final int ACCOUNTS_MAX = Authors.AUTHORS_MAX;

    /** Devices of one account that are written to, those heard of last: with this one, half of what a letter has room for. */
    static final int DEVICES_MAX = Letter.SHARES_MAX / 2 - 1;

    /**
     * @param key the device's; null where it says none
     * @param wallet what the session's wallet opens; null where it opens nothing
     * @param atMillis when it was said
     * @param expiresAtMillis when the wallet's word for the session ends
     */
    private record Known(@Nullable Bytes key, @Nullable Bytes wallet, long atMillis, long expiresAtMillis) {}

    private final Map<WalletAddress, Map<DidKey, Known>> accounts = new LinkedHashMap<>();

    /** Takes note of a session's keys, which the session itself has signed, and which its wallet has vouched for. */
    void learn(DidKey session, Delegation delegation, @Nullable Bytes key, @Nullable Bytes wallet, long atMillis) {
        WalletAddress account = delegation.account().address();
        Map<DidKey, Known> devices = accounts.remove(account);
        if (devices == null) {
            devices = new LinkedHashMap<>();
        }
        // Heard of last stands last.
        accounts.put(account, devices);
        Oldest.forget(accounts.values(), ACCOUNTS_MAX);
        Known before = devices.remove(session);
        // Profiles come in any order: what was said before does not take back what was said since.
        boolean stays = before != null && before.atMillis() > atMillis;
        devices.put(session, stays ? before : new Known(key, wallet, atMillis, delegation.expirationMillis()));
        Oldest.forget(devices.values(), DEVICES_MAX);
    }

    /** The keys of an account's sessions that speak for it now. */
    Map<DidKey, Bytes> of(WalletAddress account, long nowMillis) {
        Map<DidKey, Bytes> keys = new LinkedHashMap<>();
        accounts.getOrDefault(account, new LinkedHashMap<>()).forEach((session, known) -> {
            Bytes key = known.key();
            if (key != null && nowMillis < known.expiresAtMillis()) {
                keys.put(session, key);
            }
        });
        return keys;
    }

    /** What an account's wallet opens, as the session says that was heard of last; null where none says anything. */
    @Nullable
    Bytes wallet(WalletAddress account, long nowMillis) {
        Bytes wallet = null;
        for (Known known : accounts.getOrDefault(account, new LinkedHashMap<>()).values()) {
            if (known.wallet() != null && nowMillis < known.expiresAtMillis()) {
                wallet = known.wallet();
            }
        }
        return wallet;
    }
}
