/** ICE servers for those who are in: from the settings, by shared secrets, and from services that sell TURN. */
@NullMarked
package tropichat.server.ice;

import org.jspecify.annotations.NullMarked;
