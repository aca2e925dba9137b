/** What gossip remembers: entries said lately, entries that are missing, members that could be linked. */
@NullMarked
package tropichat.core.gossip;

import org.jspecify.annotations.NullMarked;
