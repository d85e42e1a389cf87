/**
 * Dovecot's %-variables: the notation of its queries, filters, paths and fields. That of Postfix is {@code lookup.template}.
 *
 * <pre>
 * 2.3    %u  %n  %d  %{rip}  %Lu  %5.10u  %2.256Nu  %{sha256;rounds=2:user}  %{if;%{service};eq;smtp;a;b}  %%
 * 2.4    %{user}  %{user | domain | lower}  %{user | md5 | hexlify(4)}  %{remote_ip | default('none')}
 * </pre>
 *
 * <p>Both may stand in one text; a percent sign is written {@code %%}. Cut, counted and reversed are bytes of UTF-8, as in
 * Dovecot. What is not supported is refused with its name when the text is read, so that nothing fails later: a number that is
 * none counts as 0 or makes a comparison false, and what lies outside a text is empty, where Dovecot would fail the log-in.
 *
 * <p>Sources: Dovecot 2.3's "Variables", 2.4's "Settings Variables" and "Variable expansion".
 */
@NullMarked
package io.github.guichet.lookup.variable;

import org.jspecify.annotations.NullMarked;
