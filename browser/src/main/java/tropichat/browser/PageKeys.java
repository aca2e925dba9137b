package tropichat.browser;

import java.util.ArrayList;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.room.EntryKey;
import tropichat.core.wire.Cid;

/** Keys of entries across the border, one after the other: the lamport in 8 bytes, big-endian, then the digest. */
final class PageKeys {
    private static final int LAMPORT_BYTES = 8;
    private static final int BYTES = LAMPORT_BYTES + Cid.DIGEST_LENGTH;

    private PageKeys() {}

    static Bytes pack(List<EntryKey> keys) {
        byte[] packed = new byte[keys.size() * BYTES];
        int at = 0;
        for (EntryKey key : keys) {
            // Two halves: long arithmetic is slow in a page.
            put(packed, at, (int) (key.lamport() >>> 32));
            put(packed, at + 4, (int) key.lamport());
            byte[] digest = key.id().digest().unsafeArray();
            System.arraycopy(digest, 0, packed, at + LAMPORT_BYTES, digest.length);
            at += BYTES;
        }
        return Bytes.wrap(packed);
    }

    private static void put(byte[] packed, int at, int value) {
        packed[at] = (byte) (value >> 24);
        packed[at + 1] = (byte) (value >> 16);
        packed[at + 2] = (byte) (value >> 8);
        packed[at + 3] = (byte) value;
    }

    static List<EntryKey> unpack(Bytes packed) {
        List<EntryKey> keys = new ArrayList<>();
        for (int at = 0; at + BYTES <= packed.length(); at += BYTES) {
            long lamport = ((long) number(packed, at) << 32) | (number(packed, at + 4) & 0xffffffffL);
            keys.add(new EntryKey(lamport, Cid.ofDigest(packed.slice(at + LAMPORT_BYTES, at + BYTES))));
        }
        return keys;
    }

    private static int number(Bytes packed, int at) {
        return packed.at(at) << 24 | packed.at(at + 1) << 16 | packed.at(at + 2) << 8 | packed.at(at + 3);
    }
}
