/** How two logs are compared by talking about ranges of them: the set of keys, and the messages. */
@NullMarked
package tropichat.core.sync;

import org.jspecify.annotations.NullMarked;
