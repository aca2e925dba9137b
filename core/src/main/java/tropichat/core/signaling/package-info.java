/** What the signaling server knows: who asks to come in, who is in which room, who may signal whom. */
@NullMarked
package tropichat.core.signaling;

import org.jspecify.annotations.NullMarked;
