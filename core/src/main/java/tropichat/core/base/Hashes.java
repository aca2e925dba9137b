package tropichat.core.base;

/** Port to the two hash functions that core needs; synchronous, 32 bytes out. */
public interface Hashes {
    /** SHA-256 (FIPS 180-4). */
    Bytes sha256(Bytes data);

    /** Keccak-256 with the original padding, as Ethereum uses it (not SHA3-256). */
    Bytes keccak256(Bytes data);
}
