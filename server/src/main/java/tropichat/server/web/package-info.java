/** The web app's built files over HTTP. */
@NullMarked
package tropichat.server.web;

import org.jspecify.annotations.NullMarked;
