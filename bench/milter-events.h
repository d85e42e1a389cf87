/*
 * What Postfix sends to a milter for one message, as far as the milter wants
 * it: in which pieces, and after which of them it waits. For milter-load.
 *
 * Postfix collects what it writes until it has to wait for an answer, or hands
 * the connection from smtpd(8) to cleanup(8). It precedes each event of the
 * envelope by its macros even if the event itself is not wanted, and where a
 * milter asks for no macros it sends its usual ones.
 */
#ifndef MILTER_EVENTS_H
#define MILTER_EVENTS_H

#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PARTS = 64, MAX_PATCHES = 128, MAX_TEXT = 65536, STAGES = 7, HEADERS = 10, BODY = 10240 };
enum { CONNECT, HELO, MAIL, RCPT, DATA, END_OF_MESSAGE, END_OF_HEADERS }; /* the numbers of the macro lists */
enum { SMTPD = 1, CLEANUP = 2 };                                          /* where a macro is known */
enum { LOGGED_IN = 1, QUEUED = 2 };                                       /* what has to have happened before */

/* Places of eight bytes that differ from message to message begin with one of these. */
#define LOGIN "\001======="
#define SENDER "\002======="
#define FROM "\003======="
#define QUEUE_ID "\004======="

struct part {
    size_t from, to;
    unsigned first_patch, end_of_patches;
    int answered;
};

/* A message; the first of a session begins with CONNECT, a later one with ABORT. */
struct script {
    struct part parts[MAX_PARTS];
    unsigned count, patches;
    size_t length, patch[MAX_PATCHES];
    char kind[MAX_PATCHES], text[MAX_TEXT];
};

static const struct { const char *name, *value; int where, after; } macros[] = {
    { "j", "mail.example.org", SMTPD | CLEANUP, 0 },
    { "_", "unknown [198.51.100.7]", SMTPD | CLEANUP, 0 },
    { "v", "Postfix 3.7.11", SMTPD | CLEANUP, 0 },
    { "i", QUEUE_ID, SMTPD | CLEANUP, QUEUED },
    { "{daemon_name}", "mail.example.org", SMTPD | CLEANUP, 0 },
    { "{daemon_addr}", "192.0.2.25", SMTPD | CLEANUP, 0 },
    { "{daemon_port}", "587", SMTPD | CLEANUP, 0 },
    { "{client_name}", "unknown", SMTPD | CLEANUP, 0 },
    { "{client_addr}", "198.51.100.7", SMTPD | CLEANUP, 0 },
    { "{client_port}", "34567", SMTPD | CLEANUP, 0 },
    { "{client_ptr}", "unknown", SMTPD | CLEANUP, 0 },
    { "{client_connections}", "1", SMTPD, 0 },
    { "{tls_version}", "TLSv1.3", SMTPD, 0 },
    { "{cipher}", "TLS_AES_256_GCM_SHA384", SMTPD, 0 },
    { "{cipher_bits}", "256", SMTPD, 0 },
    { "{auth_type}", "PLAIN", SMTPD | CLEANUP, LOGGED_IN },
    { "{auth_authen}", LOGIN "@example.org", SMTPD | CLEANUP, LOGGED_IN },
    { "{mail_addr}", SENDER "@example.org", SMTPD, LOGGED_IN },
    { "{mail_host}", "example.org", SMTPD, LOGGED_IN },
    { "{mail_mailer}", "smtp", SMTPD, LOGGED_IN },
    { "{rcpt_addr}", "somebody@elsewhere.example.net", SMTPD, LOGGED_IN },
    { "{rcpt_host}", "elsewhere.example.net", SMTPD, LOGGED_IN },
    { "{rcpt_mailer}", "smtp", SMTPD, LOGGED_IN },
};

static const char *const usual[STAGES] = {
    "j {daemon_name} {daemon_addr} v _",
    "{tls_version} {cipher} {cipher_bits} {cert_subject} {cert_issuer}",
    "i {auth_type} {auth_authen} {auth_author} {mail_addr} {mail_host} {mail_mailer}",
    "i {rcpt_addr} {rcpt_host} {rcpt_mailer}",
    "i",
    "i",
    "i",
};

static const char *const header[HEADERS][2] = {
    { "Received", "from [192.168.1.7] (unknown [198.51.100.7])\n\tby mail.example.org (Postfix) with ESMTPSA id " QUEUE_ID },
    { "Message-ID", "<" QUEUE_ID "." LOGIN "@example.org>" },
    { "Date", "Sat, 21 Nov 2026 12:00:00 +0000" },
    { "MIME-Version", "1.0" },
    { "User-Agent", "Mozilla Thunderbird" },
    { "Subject", "=?UTF-8?Q?A_message_like_many_others?=" },
    { "To", "Somebody <somebody@elsewhere.example.net>, nobody@elsewhere.example.net" },
    { "From", "\"Doe, Jo\" <" FROM "@example.org>" },
    { "Content-Type", "text/plain; charset=UTF-8; format=flowed" },
    { "Content-Transfer-Encoding", "8bit" },
};

static uint32_t number(const unsigned char *at) {
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return ntohl(value);
}

static void put_bytes(struct script *script, const void *bytes, size_t length) {
    if (script->length + length > MAX_TEXT) {
        fprintf(stderr, "a message is larger than expected\n");
        exit(1);
    }
    memcpy(script->text + script->length, bytes, length);
    script->length += length;
}

/* A name as a milter may write it, with braces or without. */
static int is_name(const char *macro, const char *asked) {
    size_t length = strlen(macro);
    return strcmp(macro, asked) == 0 || (*macro == '{' && strlen(asked) == length - 2 && strncmp(macro + 1, asked, length - 2) == 0);
}

/* Text with its NUL, and the places in it that differ. */
static void put_string(struct script *script, const char *text) {
    for (const char *at = text; *at; at++)
        if (*at >= 1 && *at <= 4) {
            script->kind[script->patches] = *at;
            script->patch[script->patches++] = script->length + (size_t) (at - text);
        }
    put_bytes(script, text, strlen(text) + 1);
}

/* Begins a packet: where its length is to be written. */
static size_t begin(struct script *script, char command) {
    put_bytes(script, "\0\0\0\0", 4);
    put_bytes(script, &command, 1);
    return script->length - 5;
}

static void end(struct script *script, size_t packet) {
    uint32_t length = htonl((uint32_t) (script->length - packet - 4));
    memcpy(script->text + packet, &length, sizeof length);
}

static void end_part(struct script *script, int answered) {
    struct part *part = &script->parts[script->count++];
    *part = (struct part) { .to = script->length, .end_of_patches = script->patches, .answered = answered };
    if (part > script->parts) {
        part->from = part[-1].to;
        part->first_patch = part[-1].end_of_patches;
    }
}

static void put_macros(struct script *script, char command, const char *names, int where, int happened) {
    size_t packet = begin(script, 'D');
    char list[1024], *rest = list;
    put_bytes(script, &command, 1);
    snprintf(list, sizeof list, "%s", names);
    for (char *name; (name = strsep(&rest, " ,")) != NULL;)
        for (size_t i = 0; i < sizeof macros / sizeof *macros; i++)
            if (is_name(macros[i].name, name) && (macros[i].where & where) != 0 && (macros[i].after & ~happened) == 0) {
                put_string(script, name);
                put_string(script, macros[i].value);
            }
    end(script, packet);
}

/* An event with up to two strings, unless it is not wanted, and the end of a part if it is answered. */
static void put_event(struct script *script, char command, int wanted, int answered, const char *one, const char *two) {
    if (!wanted)
        return;
    size_t packet = begin(script, command);
    if (one != NULL)
        put_string(script, one);
    if (two != NULL)
        put_string(script, two);
    end(script, packet);
    if (answered)
        end_part(script, 1);
}

static void put_connect(struct script *script, int wanted, int answered) {
    if (!wanted)
        return;
    size_t packet = begin(script, 'C');
    put_bytes(script, "[198.51.100.7]\0" "4" "\207\007" "198.51.100.7\0", 31);
    end(script, packet);
    if (answered)
        end_part(script, 1);
}

static void put_body(struct script *script, const char *names, int answered) {
    static const char line[] = "A line of a body as long as most people's mail programs write it today.\r\n";
    put_macros(script, 'B', names, CLEANUP, LOGGED_IN | QUEUED);
    size_t packet = begin(script, 'B');
    for (size_t left = BODY; left > 0;) {
        size_t length = left < sizeof line - 1 ? left : sizeof line - 1;
        put_bytes(script, line, length);
        left -= length;
    }
    end(script, packet);
    if (answered)
        end_part(script, 1);
}

/* The message as a milter with these wishes gets it; `half` ends in the middle of the header. */
static void write_script(struct script *script, uint32_t steps, const char *const *names, int first, int half) {
    int wants_header = !(steps & 1 << 5), answers_header = !(steps & 1 << 7);
    char value[256];
    script->count = script->patches = 0;
    script->length = 0;
    if (first) {
        put_macros(script, 'C', names[CONNECT], SMTPD, 0);
        put_connect(script, !(steps & 1), !(steps & 1 << 12));
        put_macros(script, 'H', names[HELO], SMTPD, 0);
        put_event(script, 'H', !(steps & 1 << 1), !(steps & 1 << 13), "[192.168.1.7]", NULL);
    } else {
        end(script, begin(script, 'A'));
    }
    put_macros(script, 'M', names[MAIL], SMTPD, LOGGED_IN);
    put_event(script, 'M', !(steps & 1 << 2), !(steps & 1 << 14), "<" SENDER "@example.org>", "SIZE=11234");
    for (int i = 0; i < 2; i++) {
        put_macros(script, 'R', names[RCPT], SMTPD, i == 0 ? LOGGED_IN : LOGGED_IN | QUEUED);
        put_event(script, 'R', !(steps & 1 << 3), !(steps & 1 << 15),
            i == 0 ? "<somebody@elsewhere.example.net>" : "<nobody@elsewhere.example.net>", NULL);
    }
    put_macros(script, 'T', names[DATA], SMTPD, LOGGED_IN | QUEUED);
    put_event(script, 'T', !(steps & 1 << 9), !(steps & 1 << 16), NULL, NULL);
    end_part(script, 0); /* from here on it is another process that writes */
    for (int i = 0; i < HEADERS && wants_header; i++) {
        if (half && i == HEADERS / 2)
            break;
        put_macros(script, 'L', names[END_OF_HEADERS], CLEANUP, LOGGED_IN | QUEUED);
        snprintf(value, sizeof value, "%s%s", steps & 1 << 20 ? " " : "", header[i][1]);
        put_event(script, 'L', 1, answers_header, header[i][0], value);
    }
    if (half) {
        end_part(script, 0);
        return;
    }
    if (!(steps & 1 << 6)) {
        put_macros(script, 'N', names[END_OF_HEADERS], CLEANUP, LOGGED_IN | QUEUED);
        put_event(script, 'N', 1, !(steps & 1 << 18), NULL, NULL);
    }
    if (!(steps & 1 << 4))
        put_body(script, names[END_OF_MESSAGE], !(steps & 1 << 19));
    put_macros(script, 'E', names[END_OF_MESSAGE], CLEANUP, LOGGED_IN | QUEUED);
    put_event(script, 'E', 1, 1, NULL, NULL);
}

/* Reads what a milter answered to the offer: its wishes, and the lists of macros that are not empty. */
static uint32_t read_wishes(const unsigned char *data, size_t length, const char *names[STAGES]) {
    memcpy(names, usual, sizeof usual);
    for (size_t at = 12; at + 5 <= length;) {
        uint32_t stage = number(data + at);
        const char *list = (const char *) data + at + 4;
        size_t size = strnlen(list, length - at - 4);
        if (stage < STAGES && size > 0)
            names[stage] = list;
        at += 4 + size + 1;
    }
    return number(data + 8);
}

/* Writes what differs from message to message into one part. Every other user sends as an alias. */
static void fill(struct script *script, const struct part *part, unsigned user, unsigned from, uint32_t message) {
    char texts[5][9];
    snprintf(texts[1], 9, "user%04u", user % 10000);
    snprintf(texts[2], 9, "%s%04u", user % 2 ? "also" : "user", user % 10000);
    snprintf(texts[3], 9, "%s%04u", user % 2 ? "also" : "user", from % 10000);
    snprintf(texts[4], 9, "%08X", message);
    for (unsigned i = part->first_patch; i < part->end_of_patches; i++)
        memcpy(script->text + script->patch[i], texts[(int) script->kind[i]], 8);
}

#endif
