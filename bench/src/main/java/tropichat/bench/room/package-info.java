/** Rooms to measure with: those who speak, their peers in this process, and what a page can load. */
@NullMarked
package tropichat.bench.room;

import org.jspecify.annotations.NullMarked;
