/** The border between core and a page: everything that crosses it is bytes, text, numbers or a plain object. */
@NullMarked
package tropichat.browser;

import org.jspecify.annotations.NullMarked;
