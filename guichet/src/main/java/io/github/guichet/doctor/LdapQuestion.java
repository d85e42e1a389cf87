package io.github.guichet.doctor;

/**
 * A search in a directory.
 *
 * @param key where it stands in the configuration
 * @param source the directory's name
 * @param filter the filter with its expansions
 */
public record LdapQuestion(String key, String source, String filter) {}
