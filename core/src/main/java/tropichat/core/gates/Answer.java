package tropichat.core.gates;

import tropichat.core.base.Bytes;

/** What a chain says to a {@link Question}. */
public sealed interface Answer {
    /** What it returned; nothing where there is no contract. */
    record Returned(Bytes data) implements Answer {}

    /** The contract refused to answer, or used up all gas that it was given. */
    record Reverted() implements Answer {}

    /** The chain could not be asked: nothing is known, so nothing is true or false. */
    record Unknown() implements Answer {}
}
