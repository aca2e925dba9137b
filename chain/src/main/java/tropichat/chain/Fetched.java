package tropichat.chain;

import tropichat.core.base.Bytes;

/** What became of a request of {@link Fetches}. */
sealed interface Fetched {
    /**
     * An answer, whatever it says.
     *
     * @param type as its header has it, without parameters and in small letters; empty where it has none
     */
    record Reply(int status, String type, Bytes body) implements Fetched {}

    /** The place is at an address that is not of the internet. */
    record Inside() implements Fetched {}

    /** There is more of it than was wanted. */
    record TooLarge() implements Fetched {}

    /** There was no answer, or none that HTTP knows. */
    record Failed() implements Fetched {}
}
