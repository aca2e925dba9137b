/** {@code bench relay}: what it costs a page to hand on what others say. */
@NullMarked
package tropichat.bench.relay;

import org.jspecify.annotations.NullMarked;
