package tropichat.chain;

/** What a look into ENS has brought. */
public sealed interface Found<T> {
    record Is<T>(T value) implements Found<T> {}

    /** There is none. */
    record Nothing<T>() implements Found<T> {}

    /** There is one that does not count: in words that follow "ENS: ", for whoever owns the name. */
    record Refused<T>(String why) implements Found<T> {}

    /** Chain or gateway could not be asked. */
    record Unknown<T>() implements Found<T> {}
}
