package tropichat.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tropichat.core.base.Bytes;
import tropichat.core.identity.DidKey;

/** Logins made before they are needed: a fresh wallet for each, the members of a room one after the other. */
public final class Logins {
    private final int roomSize;
    private final SplittableRandom random;
    private final List<Wallet> wallets = new ArrayList<>();
    private int roomsBegun;

    public Logins(int roomSize, long seed) {
        this.roomSize = roomSize;
        this.random = new SplittableRandom(seed);
    }

    /** Logins for {@code count} clients, in rooms that nobody has entered yet. */
    public List<Login> take(int count) {
        while (wallets.size() < count) {
            wallets.add(Wallet.create(random));
        }
        List<Login> logins = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String room = "bench-" + (roomsBegun + i / roomSize);
            logins.add(new Login("member-" + i, room, wallets.get(i), session()));
        }
        roomsBegun += (count + roomSize - 1) / roomSize;
        return logins;
    }

    /** Nobody signs with it here, so any bytes do. */
    private DidKey session() {
        byte[] key = new byte[DidKey.KEY_LENGTH];
        random.nextBytes(key);
        return new DidKey(Bytes.wrap(key));
    }
}
