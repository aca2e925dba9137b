/** The command {@code simulate}: runs a scenario, prints its figures, draws its page. */
@NullMarked
package tropichat.simulator;

import org.jspecify.annotations.NullMarked;
