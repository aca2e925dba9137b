/** Chance that a seed decides. */
@NullMarked
package tropichat.simulator.chance;

import org.jspecify.annotations.NullMarked;
