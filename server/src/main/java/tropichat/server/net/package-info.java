/** The wire: one port, HTTP/1.1, WebSocket frames, deadlines and floods. Knows nothing of what is said over it. */
@NullMarked
package tropichat.server.net;

import org.jspecify.annotations.NullMarked;
