/** {@code bench keys}: what closed rooms cost, in sealing what is said and in keeping out who was removed. */
@NullMarked
package tropichat.bench.keys;

import org.jspecify.annotations.NullMarked;
