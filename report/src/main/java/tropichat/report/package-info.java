/** What every command that measures prints: figures with their goals, the machine and the settings they belong to. */
@NullMarked
package tropichat.report;

import org.jspecify.annotations.NullMarked;
