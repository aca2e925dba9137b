/** Hashes, signatures and sealing on the JVM, for servers, headless peers, tests and the load generator. */
@NullMarked
package tropichat.crypto;

import org.jspecify.annotations.NullMarked;
