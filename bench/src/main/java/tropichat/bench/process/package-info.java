/** The server under test: a process of its own, on a core of its own, and how busy it is. */
@NullMarked
package tropichat.bench.process;

import org.jspecify.annotations.NullMarked;
