/** {@code bench turn}: how many datagrams the embedded TURN server relays. */
@NullMarked
package tropichat.bench.turn;

import org.jspecify.annotations.NullMarked;
