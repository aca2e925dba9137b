package tropichat.core.base;

import java.util.Collection;
import java.util.Iterator;

/** What is forgotten first where something is remembered within a bound. */
public final class Oldest {
    private Oldest() {}

    /**
     * Forgets the first where there are more than {@code sizeMax}; called after each that is added.
     *
     * @param inOrder in the order of their coming, such as a {@link java.util.LinkedHashSet} or the values of a {@link
     *     java.util.LinkedHashMap}
     */
    public static void forget(Collection<?> inOrder, int sizeMax) {
        if (inOrder.size() > sizeMax) {
            Iterator<?> oldest = inOrder.iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
