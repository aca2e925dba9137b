package tropichat.core.signaling;

/** What came of asking a chain whether a wallet that is a contract has signed. */
public enum ContractWord {
    SIGNED,
    NOT_SIGNED,
    /** The chain does not answer, or answers nonsense. */
    SILENT,
    /** The operator has named no node of that chain. */
    UNASKED,
    /** Chains are asked too much already. */
    BUSY
}
