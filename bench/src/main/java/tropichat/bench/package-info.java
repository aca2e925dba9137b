/** The commands that measure: {@code bench signaling} and what comes beside it. */
@NullMarked
package tropichat.bench;

import org.jspecify.annotations.NullMarked;
