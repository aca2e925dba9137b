/** How things are written down: deterministic CBOR, content identifiers, fragments. */
@NullMarked
package tropichat.core.wire;

import org.jspecify.annotations.NullMarked;
