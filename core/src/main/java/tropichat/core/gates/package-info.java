/** Who may enter by what a wallet holds: rules, what of a chain answers them, and what gatekeepers sign. */
@NullMarked
package tropichat.core.gates;

import org.jspecify.annotations.NullMarked;
