package tropichat.chain;

import tropichat.core.base.Bytes;

/** What came of looking for somebody's picture. */
public sealed interface Avatar {
    /**
     * The picture.
     *
     * @param type one of {@link Pictures#TYPES}
     */
    record Image(String type, Bytes bytes) implements Avatar {}

    /** There is none to be shown. */
    record Refused(Reason reason) implements Avatar {}

    /** Why there is none. Only {@code UNREACHABLE}, {@code BUSY} and {@code CHAIN_UNKNOWN} leave open whether there is one. */
    enum Reason {
        /** The wallet does not hold the token. */
        NOT_OWNED,
        /** The wallet has no name in ENS, or the name no picture. */
        NO_AVATAR,
        /** What describes the token is not to be understood, or names no picture. */
        NO_IMAGE,
        /** Picture or description have more bytes than are fetched. */
        TOO_LARGE,
        /** The picture is of a kind that is not shown. */
        WRONG_TYPE,
        /** Picture or description are where nobody is asked: not by HTTPS, or at an inside address. */
        FORBIDDEN,
        /** They are on IPFS, and the operator has named no gateway. */
        NO_IPFS,
        /** No node of that chain can be asked. */
        CHAIN_UNKNOWN,
        /** A node or host did not answer. */
        UNREACHABLE,
        /** Too much else is being looked for. */
        BUSY
    }

    static Avatar refused(Reason reason) {
        return new Refused(reason);
    }
}
