/** What two peers say to each other on one link: frames, and the handshake that comes before everything else. */
@NullMarked
package tropichat.core.link;

import org.jspecify.annotations.NullMarked;
