/** What every benchmark's command line has in common. */
@NullMarked
package tropichat.bench.command;

import org.jspecify.annotations.NullMarked;
