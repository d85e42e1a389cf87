/*
 * libmilter-filter - what somebody writes in C with libmilter.
 *
 *     libmilter-filter ADDRESS null|from|lean [OWNERS]
 *
 * null: takes every event and continues, as a milter without a negotiation of
 * its own does. from: the address in From: must belong to the login, by a table
 * of OWNERS (a file of lines "ADDRESS LOGIN") that is held in memory; events
 * without a callback are left out by libmilter itself. lean: the same, and it
 * also negotiates that it answers only the end of a message, and which macros
 * it needs.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/types.h>
#include <libmilter/mfapi.h>

enum { SLOTS = 1 << 14, MAX_ADDRESS = 320 };

struct owner {
    char *address, *login;
};

struct session {
    char login[MAX_ADDRESS];
    char from[MAX_ADDRESS];
    unsigned froms;
};

static struct owner owners[SLOTS];

static size_t slot_of(const char *address) {
    size_t hash = 5381;
    for (const char *at = address; *at; at++)
        hash = hash * 33 ^ (unsigned char) *at;
    for (hash %= SLOTS; owners[hash].address != NULL && strcmp(owners[hash].address, address) != 0;)
        hash = (hash + 1) % SLOTS;
    return hash;
}

static void read_owners(const char *path) {
    char address[MAX_ADDRESS], login[MAX_ADDRESS];
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    for (int i = 0; i < SLOTS / 2 && fscanf(file, "%319s %319s", address, login) == 2; i++) {
        struct owner *owner = &owners[slot_of(address)];
        owner->address = strdup(address);
        owner->login = strdup(login);
    }
    fclose(file);
}

/* The address of a mailbox in lower case; 0 if there is not exactly one. Comments and quoted strings are passed over. */
static int read_address(const char *value, char *address) {
    size_t length = 0;
    int quoted = 0, depth = 0, angles = 0, closed = 0;
    for (; *value; value++) {
        if (*value == '\\' && value[1] && (quoted || depth)) {
            value++;
        } else if (*value == '"' && !depth) {
            quoted = !quoted;
        } else if (!quoted && *value == '(') {
            depth++;
        } else if (!quoted && *value == ')' && depth > 0) {
            depth--;
        } else if (!quoted && !depth && *value == '<') {
            if (angles++ > 0)
                return 0;
            length = 0;
        } else if (!quoted && !depth && *value == '>') {
            closed = 1;
        } else if (!quoted && !depth && *value == ',') {
            return 0;
        } else if (!quoted && !depth && !closed && !isspace((unsigned char) *value)) {
            if (length + 1 >= MAX_ADDRESS)
                return 0;
            address[length++] = (char) tolower((unsigned char) *value);
        }
    }
    address[length] = 0;
    return length > 0 && !quoted && !depth && angles == closed;
}

static sfsistat on_connect(SMFICTX *ctx, char *name, _SOCK_ADDR *client) {
    (void) ctx, (void) name, (void) client;
    return SMFIS_CONTINUE;
}

static sfsistat on_text(SMFICTX *ctx, char *text) {
    (void) ctx, (void) text;
    return SMFIS_CONTINUE;
}

static sfsistat on_arguments(SMFICTX *ctx, char **arguments) {
    (void) ctx, (void) arguments;
    return SMFIS_CONTINUE;
}

static sfsistat on_field(SMFICTX *ctx, char *name, char *value) {
    (void) ctx, (void) name, (void) value;
    return SMFIS_CONTINUE;
}

static sfsistat on_event(SMFICTX *ctx) {
    (void) ctx;
    return SMFIS_CONTINUE;
}

static sfsistat on_body(SMFICTX *ctx, unsigned char *piece, size_t length) {
    (void) ctx, (void) piece, (void) length;
    return SMFIS_CONTINUE;
}

static sfsistat on_unknown(SMFICTX *ctx, const char *line) {
    (void) ctx, (void) line;
    return SMFIS_CONTINUE;
}

static int lean;

static sfsistat mail(SMFICTX *ctx, char **arguments) {
    (void) arguments;
    struct session *session = smfi_getpriv(ctx);
    if (session == NULL) {
        session = malloc(sizeof *session);
        if (session == NULL)
            return SMFIS_TEMPFAIL;
        smfi_setpriv(ctx, session);
    }
    const char *login = smfi_getsymval(ctx, "{auth_authen}");
    snprintf(session->login, sizeof session->login, "%s", login == NULL ? "" : login);
    session->froms = 0;
    return lean ? SMFIS_NOREPLY : SMFIS_CONTINUE;
}

static sfsistat field(SMFICTX *ctx, char *name, char *value) {
    struct session *session = smfi_getpriv(ctx);
    if (strcasecmp(name, "From") == 0 && (session->froms++ > 0 || !read_address(value, session->from)))
        session->from[0] = 0;
    return lean ? SMFIS_NOREPLY : SMFIS_CONTINUE;
}

static sfsistat end_of_message(SMFICTX *ctx) {
    struct session *session = smfi_getpriv(ctx);
    if (session->login[0] == 0 || strcasecmp(session->login, session->from) == 0)
        return SMFIS_CONTINUE;
    const struct owner *owner = &owners[slot_of(session->from)];
    if (session->froms == 1 && owner->address != NULL && strcasecmp(owner->login, session->login) == 0)
        return SMFIS_CONTINUE;
    smfi_setreply(ctx, "550", "5.7.1", "the From: address is not yours");
    return SMFIS_REJECT;
}

static sfsistat forget(SMFICTX *ctx) {
    free(smfi_getpriv(ctx));
    smfi_setpriv(ctx, NULL);
    return SMFIS_CONTINUE;
}

static sfsistat negotiate(SMFICTX *ctx, unsigned long actions, unsigned long steps, unsigned long unused, unsigned long too,
    unsigned long *my_actions, unsigned long *my_steps, unsigned long *my_unused, unsigned long *my_too) {
    (void) unused, (void) too;
    *my_actions = 0;
    *my_steps = steps & (SMFIP_NOCONNECT | SMFIP_NOHELO | SMFIP_NORCPT | SMFIP_NODATA | SMFIP_NOEOH | SMFIP_NOBODY | SMFIP_NOUNKNOWN
        | SMFIP_NR_MAIL | SMFIP_NR_HDR);
    *my_unused = *my_too = 0;
    if (actions & SMFIF_SETSYMLIST) {
        smfi_setsymlist(ctx, SMFIM_CONNECT, "j");
        smfi_setsymlist(ctx, SMFIM_HELO, "j");
        smfi_setsymlist(ctx, SMFIM_ENVFROM, "{auth_authen}");
        smfi_setsymlist(ctx, SMFIM_ENVRCPT, "j");
    }
    lean = (*my_steps & SMFIP_NR_MAIL) && (*my_steps & SMFIP_NR_HDR);
    return SMFIS_CONTINUE;
}

int main(int argc, char **argv) {
    struct smfiDesc null = {
        .xxfi_name = "null", .xxfi_version = SMFI_VERSION,
        .xxfi_connect = on_connect, .xxfi_helo = on_text, .xxfi_envfrom = on_arguments, .xxfi_envrcpt = on_arguments,
        .xxfi_header = on_field, .xxfi_eoh = on_event, .xxfi_body = on_body, .xxfi_eom = on_event, .xxfi_abort = on_event,
        .xxfi_close = on_event, .xxfi_unknown = on_unknown, .xxfi_data = on_event,
    };
    struct smfiDesc from = {
        .xxfi_name = "from", .xxfi_version = SMFI_VERSION,
        .xxfi_envfrom = mail, .xxfi_header = field, .xxfi_eom = end_of_message, .xxfi_close = forget,
    };
    int checking = argc == 4 && (strcmp(argv[2], "from") == 0 || strcmp(argv[2], "lean") == 0);
    if (!checking && (argc != 3 || strcmp(argv[2], "null") != 0)) {
        fprintf(stderr, "usage: libmilter-filter ADDRESS null, libmilter-filter ADDRESS from|lean OWNERS\n");
        return 64;
    }
    if (checking)
        read_owners(argv[3]);
    if (strcmp(argv[2], "lean") == 0)
        from.xxfi_negotiate = negotiate;
    if (smfi_setconn(argv[1]) == MI_FAILURE || smfi_register(checking ? from : null) == MI_FAILURE || smfi_setbacklog(1024) == MI_FAILURE)
        return 1;
    return smfi_main() == MI_SUCCESS ? 0 : 1;
}
