/** {@code bench history}: how fast what was said reaches who comes late, and is shown and found. */
@NullMarked
package tropichat.bench.history;

import org.jspecify.annotations.NullMarked;
