package io.github.guichet.policyd.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes in a long, the first one lowest: looked at together, they cost little more than one. A result has the bit 0x80 set in
 * each byte that is meant, and no other bit.
 */
final class ByteWord {

    /** How many bytes are looked at together. */
    static final int BYTES = Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH = 0x8080_8080_8080_8080L;

    private ByteWord() {}

    /** The eight bytes from an index on, all of which must be there. */
    static long at(byte[] bytes, int index) {
        return (long) LONGS.get(bytes, index);
    }

    /** Where the word has this byte, which is less than 0x80. */
    static long equal(long word, byte wanted) {
        long different = word ^ (ONES * wanted);
        return ~(((different & ~HIGH) + ~HIGH) | different | ~HIGH);
    }

    /** Whether there is a zero byte. */
    static boolean hasZero(long word) {
        return ((word - ONES) & ~word & HIGH) != 0;
    }

    /** The index within the word of the first byte in a result that is not empty. */
    static int first(long result) {
        return Long.numberOfTrailingZeros(result) / Byte.SIZE;
    }

    /** A result without its first byte. */
    static long withoutFirst(long result) {
        return result & (result - 1);
    }

    /** The bits of the first bytes. */
    static long mask(int bytes) {
        return bytes >= BYTES ? -1L : (1L << (bytes * Byte.SIZE)) - 1;
    }
}
