/** What an operator can set, and how. */
@NullMarked
package tropichat.server.config;

import org.jspecify.annotations.NullMarked;
