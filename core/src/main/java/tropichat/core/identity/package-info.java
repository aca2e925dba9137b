/** Who somebody is: a wallet's account, the session key it delegates to, and the proof that ties the two. */
@NullMarked
package tropichat.core.identity;

import org.jspecify.annotations.NullMarked;
