/** {@code bench gates}: what it costs a server to ask a chain who may come in. */
@NullMarked
package tropichat.bench.gates;

import org.jspecify.annotations.NullMarked;
