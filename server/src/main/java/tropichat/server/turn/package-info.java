/** STUN and TURN over UDP: a machine that decides, and a service that gives it sockets and a thread. */
@NullMarked
package tropichat.server.turn;

import org.jspecify.annotations.NullMarked;
