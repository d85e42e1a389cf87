package io.github.guichet.milter.session;

/** Macros of an MTA, by their names without braces. Valid during the call only. */
@FunctionalInterface
public interface Macros {

    /**
     * A value, decoded as UTF-8 leniently.
     *
     * @param name such as {@code i}, {@code auth_authen}
     * @return empty if it was not sent; MTAs send no empty values
     */
    String value(String name);
}
