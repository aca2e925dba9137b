package tropichat.chain;

import tropichat.core.base.Bytes;

/** What became of a {@link GatewayRequest}. */
sealed interface GatewayAnswer {
    /** What the contract is to be told. */
    record Said(Bytes data) implements GatewayAnswer {}

    /** It must not be asked. */
    record Refused(String why) implements GatewayAnswer {}

    /**
     * It did not answer, or with something that is no answer.
     *
     * @param status of HTTP; 0 where there is none
     */
    record Failed(int status) implements GatewayAnswer {}
}
