package tropichat.core;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.link.Knock;
import tropichat.core.wire.Cid;

/**
 * What a peer is told once of a room that belongs to somebody.
 *
 * @param room the record's identifier, which is the room's name
 * @param record the record's block, where it is at hand; else members give it
 * @param key the room's key, of which an invitation tells; null in a room that everybody may enter
 * @param knock that the person was invited; null where nothing says so
 * @param device by which the person tells this device from others
 */
public record Charter(
        Cid room,
        @Nullable Bytes record,
        @Nullable Bytes key,
        @Nullable Knock knock,
        String device) {}
