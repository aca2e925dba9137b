package tropichat.core.keys;

/** Whether secrets outlive their use; a room's choice, for good. */
public enum History {
    /** They are kept, and given to newcomers: who is in reads everything. */
    // Eleven years of an epoch a day, or four million entries; 100 bytes each.
    SHARED("shared", 4_096),

    /** Keys are erased when used: who takes a device finds nothing in it that opens what was said before. */
    // Each holds a chain for every session: some 100 bytes, and as much again for each key that waits.
    FORWARD_SECRET("forward-secret", 256);

    private final String word;
    private final int epochsMax;

    History(String word, int epochsMax) {
        this.word = word;
        this.epochsMax = epochsMax;
    }

    /** What a room's record calls it. */
    public String word() {
        return word;
    }

    /** Epochs that are kept; a guess at what a room lives through while somebody is away. */
    int epochsMax() {
        return epochsMax;
    }
}
