/**
 * Postfix's socketmap protocol, server side: socketmap_table(5) and Postfix's {@code src/util/dict_sockmap.c}.
 *
 * <p>The peer connects, sends one request, waits for its reply, and may go on with the next; a peer that sends several requests
 * before it reads is answered in the order of its requests. Each message is a netstring, {@code length ":" payload ","}, where
 * length counts the bytes of the payload in decimal digits without leading zeros.
 *
 * <pre>
 * request = map SP key              key: everything after the first space, with any bytes, spaces included
 * reply   = "OK" SP value           found; never with an empty value, which Postfix takes for a broken table
 *         / "NOTFOUND" SP           not found; with the space, as documented, although Postfix takes it without
 *         / "TEMP" SP reason        nobody can say now: Postfix answers 451 and defers
 *         / "TIMEOUT" SP reason     the same to Postfix
 *         / "PERM" SP reason        the question is wrong: Postfix logs it and answers 451 too
 * </pre>
 *
 * A literal example, one connection:
 *
 * <pre>
 * C: 22:valias a@alias.example,
 * S: 18:OK box@box.example,
 * C: 19:valias no@x.example,
 * S: 9:NOTFOUND ,
 * C: 13:vmdoms x.test,
 * S: 20:TEMP backend is down,
 * C: 5:nomap,
 * S: 36:PERM a request is map, space and key,
 * </pre>
 *
 * Limits are in {@link io.github.guichet.socketmap.SocketmapLimits}. Bytes that are no netstring end the connection, after the
 * requests before them were answered: there is no way to find the next message in such a stream.
 */
@NullMarked
package io.github.guichet.socketmap;

import org.jspecify.annotations.NullMarked;
