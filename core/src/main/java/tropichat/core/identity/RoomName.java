package tropichat.core.identity;

import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/** The short name of an open room: 1 to {@link Limits#ROOM_CHARS_MAX} printable characters on one line. */
public record RoomName(String text) {
    /** Where people meet who name no room. */
    public static final RoomName LOBBY = new RoomName("lobby");

    public RoomName {
        if (!isValid(text)) {
            throw new IllegalArgumentException("a room name that was not parsed");
        }
    }

    public static RoomName parse(String text) throws Malformed {
        if (text.length() > Limits.ROOM_CHARS_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "a room's name has at most " + Limits.ROOM_CHARS_MAX + " characters");
        }
        if (!isValid(text)) {
            throw new Malformed(
                    Reason.FIELD, "a room's name has 1 to " + Limits.ROOM_CHARS_MAX + " printable characters");
        }
        return new RoomName(text);
    }

    private static boolean isValid(String text) {
        return !text.isBlank() && text.length() <= Limits.ROOM_CHARS_MAX && PlainText.isOneLine(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
