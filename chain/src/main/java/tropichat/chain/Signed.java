package tropichat.chain;

/** Whether a contract has signed something. */
public enum Signed {
    YES,
    NO,
    /** The chain could not be asked. */
    UNKNOWN
}
