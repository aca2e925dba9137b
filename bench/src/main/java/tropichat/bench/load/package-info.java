/**
 * The load generator: thousands of Socket.IO clients on one thread and one selector. It allocates nothing for a signal
 * that it sends or counts, so that the server under test is what limits the figures.
 */
@NullMarked
package tropichat.bench.load;

import org.jspecify.annotations.NullMarked;
