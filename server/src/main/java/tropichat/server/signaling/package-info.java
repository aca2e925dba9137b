/** The signaling application: Socket.IO events on one side, core's lobby on the other. */
@NullMarked
package tropichat.server.signaling;

import org.jspecify.annotations.NullMarked;
