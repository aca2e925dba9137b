/** What is said in a room: signed entries and their order. */
@NullMarked
package tropichat.core.room;

import org.jspecify.annotations.NullMarked;
