/** Engine.IO 4: sessions over long-polling and WebSocket, the upgrade between them, and their heartbeat. */
@NullMarked
package tropichat.server.engineio;

import org.jspecify.annotations.NullMarked;
