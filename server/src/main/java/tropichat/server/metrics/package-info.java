/** What the server counts, and how it tells. */
@NullMarked
package tropichat.server.metrics;

import org.jspecify.annotations.NullMarked;
