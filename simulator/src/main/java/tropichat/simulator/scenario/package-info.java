/** What is to be simulated, and what must come of it. */
@NullMarked
package tropichat.simulator.scenario;

import org.jspecify.annotations.NullMarked;
