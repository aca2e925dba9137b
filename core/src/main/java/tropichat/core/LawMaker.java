package tropichat.core;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.rules.RoomKey;

/**
 * Makes what a room needs that belongs to somebody. Only {@link Peer#createRuled} has one: so a compiled module that does
 * not call that holds nothing of the law, which is a third of core. It is asked as an interface because of that alone: a
 * compiler that follows who can be asked finds nobody. TeaVM follows that for classes that are not final, and links all that is
 * called on a final one: so {@link Law} and what is called from outside of it are not.
 */
interface LawMaker {
    /** The room's key; null where the room is open. */
    @Nullable
    RoomKey key();

    Law law(Room room, @Nullable RoomKey key);

    static LawMaker of(Charter charter, @Nullable Device device, Hashes hashes) {
        Bytes roomKey = charter.key();
        if (roomKey != null && device == null) {
            throw new IllegalArgumentException("a closed room is entered with a device");
        }
        return new LawMaker() {
            @Override
            public @Nullable RoomKey key() {
                return roomKey == null || device == null ? null : new RoomKey(roomKey, hashes, device.aead());
            }

            @Override
            public Law law(Room room, @Nullable RoomKey key) {
                return new Law(room, charter, key);
            }
        };
    }
}
