/** The command {@code archive}: exports, imports, verifies and pins what a room keeps on IPFS. */
@NullMarked
package tropichat.archive;

import org.jspecify.annotations.NullMarked;
