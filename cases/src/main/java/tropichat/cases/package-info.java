/** Cases whose expected answers stand in JSON files, and which the JVM and the compiled module run alike. */
@NullMarked
package tropichat.cases;

import org.jspecify.annotations.NullMarked;
