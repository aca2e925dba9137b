/** Socket.IO 5 packets over Engine.IO sessions, and the door through which an application hears and speaks. */
@NullMarked
package tropichat.server.socketio;

import org.jspecify.annotations.NullMarked;
