/**
 * {@code bench signaling}: the signaling server, in a process and on a core of its own, under the load of the
 * generator, round by round against a second server when one is asked for.
 */
@NullMarked
package tropichat.bench.signaling;

import org.jspecify.annotations.NullMarked;
