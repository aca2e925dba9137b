package tropichat.server.stun;

/** What a message is to its method: the two bits that lie among the method's in the type (RFC 8489, section 5). */
public enum StunClass {
    REQUEST(0x000),
    INDICATION(0x010),
    SUCCESS(0x100),
    ERROR(0x110);

    private static final int MASK = 0x110;

    private final int bits;

    StunClass(int bits) {
        this.bits = bits;
    }

    static StunClass of(int type) {
        return switch (type & MASK) {
            case 0x000 -> REQUEST;
            case 0x010 -> INDICATION;
            case 0x100 -> SUCCESS;
            default -> ERROR;
        };
    }

    /** The method's twelve bits, put together from where they lie in {@code type}. */
    static int method(int type) {
        return (type & 0x000F) | ((type & 0x00E0) >> 1) | ((type & 0x3E00) >> 2);
    }

    /** The type of a message of this class and {@code method}. */
    int type(int method) {
        return bits | (method & 0x000F) | ((method & 0x0070) << 1) | ((method & 0x0F80) << 2);
    }
}
