/** The gatekeeper: finds out who fulfils a room's gate, and signs what it found for those who judge by it. */
@NullMarked
package tropichat.server.gate;

import org.jspecify.annotations.NullMarked;
