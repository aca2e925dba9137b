/** Lines for the operator. */
@NullMarked
package tropichat.server.log;

import org.jspecify.annotations.NullMarked;
