package tropichat.core;

import java.util.LinkedHashMap;
import java.util.Map;
import tropichat.core.base.Bytes;
import tropichat.core.base.Oldest;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.room.Letter;

/**
 * To which keys letters are sealed where no law tells: those of sessions that are linked with us, or that have spoken, each
 * by its own signed word, and for as long as the wallet's word for the session is good.
 */
final class Devices {
    /** Accounts whose devices are remembered: as many as authors are. */
    static final int ACCOUNTS_MAX = Authors.AUTHORS_MAX;

    /** Devices of one account that are written to, those heard of last: with this one, half of what a letter has room for. */
    static final int DEVICES_MAX = Letter.SHARES_MAX / 2 - 1;

    /** @param expiresAtMillis when the wallet's word for the session ends */
    private record Known(Bytes key, long expiresAtMillis) {}

    private final Map<EthereumAddress, Map<DidKey, Known>> accounts = new LinkedHashMap<>();

    /** Takes note of a session's key, which the session itself has signed, and which its wallet has vouched for. */
    void learn(DidKey session, Delegation delegation, Bytes key) {
        EthereumAddress account = delegation.account().address();
        Map<DidKey, Known> devices = accounts.remove(account);
        if (devices == null) {
            devices = new LinkedHashMap<>();
        }
        // Heard of last stands last.
        accounts.put(account, devices);
        Oldest.forget(accounts.values(), ACCOUNTS_MAX);
        devices.remove(session);
        devices.put(session, new Known(key, delegation.expirationMillis()));
        Oldest.forget(devices.values(), DEVICES_MAX);
    }

    /** The keys of an account's sessions that speak for it now. */
    Map<DidKey, Bytes> of(EthereumAddress account, long nowMillis) {
        Map<DidKey, Bytes> keys = new LinkedHashMap<>();
        accounts.getOrDefault(account, new LinkedHashMap<>()).forEach((session, known) -> {
            if (nowMillis < known.expiresAtMillis()) {
                keys.put(session, known.key());
            }
        });
        return keys;
    }
}
