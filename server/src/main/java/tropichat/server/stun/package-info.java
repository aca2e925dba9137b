/** STUN messages (RFC 8489, RFC 8656): read where they lie, written into a reused array, sealed. No network, no clock. */
@NullMarked
package tropichat.server.stun;

import org.jspecify.annotations.NullMarked;
