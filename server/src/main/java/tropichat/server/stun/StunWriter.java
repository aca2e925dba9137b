package tropichat.server.stun;

import java.net.InetSocketAddress;
import java.util.function.IntPredicate;
import tropichat.core.base.Bytes;

/** Writes one message after the other into the same array. What we write is short: no bound is ever reached. */
public final class StunWriter {
    /** Larger than any answer: addresses, a nonce and the names of all attributes that a request can have. */
    private static final int BYTES_MAX = 512;

    private final byte[] message = new byte[BYTES_MAX];
    private int length;

    public StunWriter() {}

    /** Begins a message of {@code method} with the transaction id whose parts are given. */
    public StunWriter begin(StunClass messageClass, int method, long transactionHigh, int transactionLow) {
        length = 0;
        writeShort(messageClass.type(method));
        writeShort(0);
        writeInt(Stun.MAGIC_COOKIE);
        writeInt((int) (transactionHigh >>> Integer.SIZE));
        writeInt((int) transactionHigh);
        writeInt(transactionLow);
        return this;
    }

    /** Begins the answer to {@code request}. */
    public StunWriter answer(StunClass messageClass, StunMessage request) {
        return begin(messageClass, request.method(), request.transactionHigh(), request.transactionLow());
    }

    public StunWriter address(int attribute, InetSocketAddress address) {
        header(attribute, XorAddress.bytes(address.getAddress()));
        length += XorAddress.write(message, length, address);
        return this;
    }

    public StunWriter integer(int attribute, int value) {
        header(attribute, Integer.BYTES);
        writeInt(value);
        return this;
    }

    public StunWriter text(int attribute, String text) {
        return bytes(attribute, Bytes.utf8(text));
    }

    public StunWriter bytes(int attribute, Bytes value) {
        header(attribute, value.length());
        System.arraycopy(value.unsafeArray(), 0, message, length, value.length());
        length += value.length();
        pad();
        return this;
    }

    public StunWriter error(ErrorCode code) {
        return integer(Stun.ERROR_CODE, code.encoded());
    }

    /** Says of one address family that it cannot be had (RFC 8656, section 18.13). */
    public StunWriter addressError(int family, ErrorCode code) {
        return integer(Stun.ADDRESS_ERROR_CODE, (family << 24) | code.encoded());
    }

    /** The types of {@code message}'s attributes that {@code unknown} picks. */
    public StunWriter unknownAttributes(StunMessage of, IntPredicate unknown) {
        int header = length;
        header(Stun.UNKNOWN_ATTRIBUTES, 0);
        for (int i = 0; i < of.attributes(); i++) {
            if (unknown.test(of.type(i))) {
                writeShort(of.type(i));
            }
        }
        setShort(header + 2, length - header - Stun.ATTRIBUTE_HEADER_BYTES);
        pad();
        return this;
    }

    /** Begins an attribute whose value of {@code valueBytes} bytes is sent behind what is written here, with padding. */
    public StunWriter open(int attribute, int valueBytes) {
        header(attribute, valueBytes);
        return this;
    }

    /** Seals what is written, by MESSAGE-INTEGRITY or the longer MESSAGE-INTEGRITY-SHA256. */
    public StunWriter seal(Integrity integrity, boolean longer, Bytes key) {
        byte[] seal = integrity.seal(message, length, longer, key);
        return bytes(longer ? Stun.MESSAGE_INTEGRITY_SHA256 : Stun.MESSAGE_INTEGRITY, Bytes.wrap(seal));
    }

    public StunWriter fingerprint() {
        int before = length;
        setShort(2, before + Stun.ATTRIBUTE_HEADER_BYTES + Integer.BYTES - Stun.HEADER_BYTES);
        return integer(Stun.FINGERPRINT, Fingerprint.of(message, before));
    }

    /** The array that is written into; the message is its first {@link #length} bytes. */
    public byte[] array() {
        return message;
    }

    public int length() {
        return length;
    }

    public Bytes toBytes() {
        return Bytes.copyOf(message).slice(0, length);
    }

    private void header(int attribute, int valueBytes) {
        writeShort(attribute);
        writeShort(valueBytes);
        setShort(2, length - Stun.HEADER_BYTES + Stun.padded(valueBytes));
    }

    private void pad() {
        while (length % 4 != 0) {
            message[length++] = 0;
        }
        setShort(2, length - Stun.HEADER_BYTES);
    }

    private void writeShort(int value) {
        setShort(length, value);
        length += Short.BYTES;
    }

    private void writeInt(int value) {
        writeShort(value >>> Short.SIZE);
        writeShort(value);
    }

    private void setShort(int at, int value) {
        message[at] = (byte) (value >>> Byte.SIZE);
        message[at + 1] = (byte) value;
    }
}
