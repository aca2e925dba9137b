/** The secrets of closed rooms: the keys of epochs, and what is sealed with them. Who may have them is for others to say. */
@NullMarked
package tropichat.core.keys;

import org.jspecify.annotations.NullMarked;
