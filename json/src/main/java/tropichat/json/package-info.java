/** Strict JSON (RFC 8259) read where it lies, and written once for many readers. */
@NullMarked
package tropichat.json;

import org.jspecify.annotations.NullMarked;
