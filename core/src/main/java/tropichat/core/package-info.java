/**
 * The door to the peer: {@link tropichat.core.Peer} takes inputs and the time, and answers with outputs. Everything that
 * TropiChat does between peers happens behind it.
 */
@NullMarked
package tropichat.core;

import org.jspecify.annotations.NullMarked;
