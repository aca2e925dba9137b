/** A run as one HTML page that a person can look at. */
@NullMarked
package tropichat.simulator.page;

import org.jspecify.annotations.NullMarked;
