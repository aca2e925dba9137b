/** What the official Engine.IO and Socket.IO protocol suites expect of the server that they test. */
@NullMarked
package tropichat.server.conformance;

import org.jspecify.annotations.NullMarked;
