package io.github.guichet.endtoend;

import java.util.LinkedHashMap;
import java.util.Map;

/** The rows of the key order test: at least one for each kind of key that Postfix asks. */
final class KeyOrderTables {

    private final Map<String, Map<String, String>> tables = new LinkedHashMap<>();

    /** The rows; mail for {@code unknown.example} and {@code virt.example} goes out to {@code far}, a next hop. */
    KeyOrderTables(String far) {
        domains();
        recipients();
        rewriting();
        routing();
        with("transport_maps", "unknown.example", "smtp:" + far, "virt.example", "smtp:" + far);
        access();
    }

    /** The tables by name; a table's name is the main.cf parameter or the restriction that it serves. */
    Map<String, Map<String, String>> all() {
        return tables;
    }

    KeyOrderTables with(String table, String... keysAndValues) {
        Map<String, String> rows = tables.computeIfAbsent(table, name -> new LinkedHashMap<>());
        for (int i = 0; i < keysAndValues.length; i += 2) {
            rows.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return this;
    }

    private void domains() {
        with("virtual_alias_domains", "alias.example", "x", "gr\u00fcn.example", "x", "xn--mller-kva.example", "x");
        with("virtual_mailbox_domains", "virt.example", "x", "catch.example", "x", "k\u00f6ln.example", "x");
        with("relay_domains", "relay.example", "x", ".dotted.example", "x", "example.invalid", "x");
        with("mynetworks", "192.0.2.10", "x", "trusted.example", "x", ".dots.example", "x", "192.0.3", "x");
    }

    private void recipients() {
        with(
                "virtual_mailbox_maps",
                "alice@virt.example",
                "x",
                "bob@virt.example",
                "x",
                "carol+keep@virt.example",
                "x",
                "\"quoted user\"@virt.example",
                "x",
                "unquoted user@virt.example",
                "x",
                "exact@virt.example",
                "x",
                "j\u00f6rg@virt.example",
                "x",
                "real@catch.example",
                "x",
                "@k\u00f6ln.example",
                "x",
                "owner-list@virt.example",
                "x",
                "dash@virt.example",
                "x");
        with(
                "relay_recipient_maps",
                "r@relay.example",
                "x",
                "\"r q\"@relay.example",
                "x",
                "@sub.relay.example",
                "x",
                "d@a.dotted.example",
                "x");
        with(
                "local_recipient_maps",
                "localuser",
                "x",
                "\"local quoted\"",
                "x",
                "full@here.example",
                "x",
                "ext+only",
                "x",
                "j\u00f6rg",
                "x");
        with(
                "smtpd_sender_login_maps",
                "alice@virt.example",
                "alice, boss",
                "bob@virt.example",
                "BOB",
                "bob+own@virt.example",
                "bobsown",
                "@virt.example",
                "postmaster",
                "localuser",
                "local",
                "\"quoted user\"@virt.example",
                "quoted");
    }

    private void rewriting() {
        with(
                "virtual_alias_maps",
                "alice@alias.example",
                "alice@virt.example",
                "list@alias.example",
                "bob@virt.example, \"quoted user\"@virt.example,out@other.example",
                "spaced@alias.example",
                "bob@virt.example alice@virt.example",
                "moved@alias.example",
                "@virt.example",
                "full+tag@alias.example",
                "exact@virt.example",
                "\"two words\"@alias.example",
                "alice@virt.example",
                "unquoted words@alias.example",
                "bob@virt.example",
                "j\u00f6rg@gr\u00fcn.example",
                "alice@virt.example",
                "user@xn--mller-kva.example",
                "bob@virt.example",
                "@catch.example",
                "alice@virt.example",
                "real@catch.example",
                "real@catch.example",
                "aliased",
                "alice@virt.example",
                "bare@alias.example",
                "localuser",
                "percent@alias.example",
                "far%other.example",
                "bang@alias.example",
                "other.example!far",
                "loop@alias.example",
                "loop@alias.example, bob@virt.example",
                "named@alias.example",
                "Bob B. Smith <bob@virt.example> (builder)",
                "group@alias.example",
                "all: alice@virt.example, bob@virt.example;",
                "owner-list@alias.example",
                "dash@virt.example",
                "owner@alias.example",
                "bob@virt.example",
                "chain@alias.example",
                "alice@alias.example, moved@alias.example",
                "away@other.example",
                "alice@virt.example");
        with(
                "canonical_maps",
                "canon@virt.example",
                "alice@virt.example",
                "@canon.example",
                "@virt.example",
                "canonlocal",
                "bob@virt.example",
                "\"canon quoted\"@virt.example",
                "bob@virt.example",
                "canonheader@other.example",
                "header@virt.example");
        with(
                "sender_canonical_maps",
                "s.old@virt.example",
                "s.new@virt.example",
                "@oldsender.example",
                "@virt.example",
                "\"s q\"@other.example",
                "sq@other.example");
        with(
                "recipient_canonical_maps",
                "rc@virt.example",
                "bob@virt.example",
                "rc+x@virt.example",
                "alice@virt.example");
        with(
                "sender_bcc_maps",
                "spy@other.example",
                "log@other.example",
                "spy+own@other.example",
                "log+own@other.example",
                "@bccdom.example",
                "log2@other.example",
                "localuser",
                "log3@other.example");
        with(
                "recipient_bcc_maps",
                "alice@virt.example",
                "rlog@other.example",
                "@relay.example",
                "rlog2@other.example",
                "\"quoted user\"@virt.example",
                "rlog3@other.example");
    }

    private void routing() {
        with(
                "smtp_generic_maps",
                "bob@virt.example",
                "bob@public.example",
                "exact@virt.example",
                "@public.example",
                "@oldsender.example",
                "@new.example",
                "@virt.example",
                "virtual@public.example",
                "localuser",
                "local@public.example",
                "\"s q\"@other.example",
                "\"s q\"@public.example");
        with(
                "transport_maps",
                "alice@virt.example",
                "sinkt:one",
                "alice+t@virt.example",
                "sinkt:tagged",
                "other.example",
                "sinkt:two",
                ".other.example",
                "sinkt:three",
                "deep.sub.other.example",
                "sinkt:deep",
                "user@sub.other.example",
                "sinkt:user",
                "\"r q\"@relay.example",
                "sinkt:quoted",
                "parent.example",
                "sinkt:parent",
                "k\u00f6ln.example",
                "sinkt:umlaut");
        with(
                "sender_dependent_default_transport_maps",
                "spy@other.example",
                "sinks:spy",
                "spy+own@other.example",
                "sinks:own",
                "@bccdom.example",
                "sinks:domain",
                "<>",
                "sinks:null",
                "\"s q\"@bccdom.example",
                "sinks:quoted");
        with(
                "sender_dependent_relayhost_maps",
                "hop@other.example",
                "[hop.example]",
                "@hopdom.example",
                "[hops.example]:26");
        with(
                "relocated_maps",
                "gone@virt.example",
                "new@other.example",
                "gone+x@virt.example",
                "x@other.example",
                "@gonedom.example",
                "everybody moved",
                "gonelocal",
                "moved@other.example");
    }

    private void access() {
        with(
                "check_client_access",
                "bad.client.example",
                "REJECT bad client",
                "client.example",
                "REJECT parent of client",
                ".dots.client2.example",
                "REJECT dotted client",
                "good.client.example",
                "OK",
                "198.51.100",
                "REJECT network 24",
                "198.51.100.7",
                "OK",
                "203",
                "REJECT network 8",
                "2001:db8:1",
                "REJECT network of IPv6",
                "2001:db8:2::5",
                "REJECT IPv6");
        with(
                "check_helo_access",
                "bad.helo.example",
                "REJECT bad helo",
                "helo2.example",
                "REJECT helo parent",
                ".helo3.example",
                "REJECT dotted helo",
                "192.0.2.99",
                "REJECT numeric helo",
                "192.0.2",
                "REJECT never");
        with(
                "check_sender_access",
                "blocked@other.example",
                "REJECT blocked sender",
                "blocked+ok@other.example",
                "OK",
                "blockedsender.example",
                "REJECT sender domain",
                ".blockeddots.example",
                "REJECT dotted sender domain",
                "spam@",
                "REJECT spam anywhere",
                "spam+ham@",
                "OK",
                "\"bad sender\"@",
                "REJECT quoted sender",
                "<>",
                "WARN null sender",
                "gr\u00fcn.example",
                "REJECT green");
        with(
                "check_recipient_access",
                "noentry@virt.example",
                "REJECT no entry",
                "closed.example",
                "REJECT closed domain",
                ".closed2.example",
                "REJECT dotted closed",
                "trap@",
                "REJECT trap",
                "\"no entry\"@virt.example",
                "REJECT quoted recipient",
                "bcc@virt.example",
                "BCC copy@other.example");
        with("check_sasl_access", "locked", "REJECT locked user");
    }
}
