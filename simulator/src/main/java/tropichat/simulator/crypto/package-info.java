/** Keys, signatures and hashes of simulated people: real ones, or fast ones that nobody else can make either. */
@NullMarked
package tropichat.simulator.crypto;

import org.jspecify.annotations.NullMarked;
