/**
 * SASL mechanisms as state machines: bytes in, a step out. They know no wire and no account.
 *
 * <p>Every exchange ends, after at most three messages of the client, in exactly one question to
 * {@link io.github.guichet.dovecotauth.login.Login}; only when nobody can say what the mechanism needs to go on (credentials,
 * keys) it ends as unavailable without one, so that no failure is counted.
 *
 * <p>An example, SCRAM-SHA-256 (RFC 7677, section 3):
 *
 * <pre>{@code
 * C: n,,n=user,r=rOprNGfwEbeRWgbNEkqO
 * S: r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096
 * C: c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=
 * S: v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=
 * }</pre>
 *
 * <p>Messages of more than 8 kB, 12 kB with a token, are refused.
 */
@NullMarked
package io.github.guichet.dovecotauth.sasl;

import org.jspecify.annotations.NullMarked;
