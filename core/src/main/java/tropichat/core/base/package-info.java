/** What every layer stands on: byte strings, the ports to hashing and randomness, limits, typed rejections. */
@NullMarked
package tropichat.core.base;

import org.jspecify.annotations.NullMarked;
