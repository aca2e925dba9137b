/** The signaling server: introduces peers and steps aside. {@code Main} starts it. */
@NullMarked
package tropichat.server;

import org.jspecify.annotations.NullMarked;
