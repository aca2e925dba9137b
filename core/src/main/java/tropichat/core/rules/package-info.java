/** Who may what in a room that belongs to somebody: its record, the rules that change it, and how they are judged. */
@NullMarked
package tropichat.core.rules;

import org.jspecify.annotations.NullMarked;
