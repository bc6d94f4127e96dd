/* probe: asks one checker directly, a JSON object a line. */
#ifndef COMMAND_PROBE_H
#define COMMAND_PROBE_H

#include "syntax/json/value.h"

/* What one answer leaves for the next: a tree that was read, most of all. */
struct probe_kept {
    struct buf bytes; /* of the key: what it was made from */
    void *value;
    void (*release)(void *value); /* gives it back */
};
struct probe_memory;

/* One question and where its answer goes. */
struct probe {
    struct arena *arena;         /* for one question */
    struct probe_memory *memory; /* for all (probe_memory.h) */
    struct str line;             /* what was asked, as it was written */
    const struct node *question;
    json_t *answer;
    struct str json;      /* a value of the answer that jansson can't hold, or need not, as JSON; printed last */
    const char *json_key; /* its key */
    struct probe_kept *kept;
};

/* A kind of probe. It writes "ok" and what belongs to it. */
struct probe_kind {
    const char *name;
    void (*ask)(struct probe *p);
};

/* The bytes of an input key, from KEY or base64 from KEY_b64; false when neither is a text. */
bool probe_text(struct probe *p, const char *key, struct str *text);
/* What was kept under this key, or NULL; then anything else that was kept is given back. */
void *probe_recall(struct probe *p, struct str key);
/* Keeps a value under the key for the questions to come. */
void probe_keep(struct probe *p, struct str key, void *value, void (*release)(void *value));
/* {"ok": true, ...}: what follows is up to the kind. */
void probe_ok(struct probe *p);
/* {"ok": false, "error": "..."} */
void probe_refuse(struct probe *p, struct str error);

/* Every kind; ends with a NULL name. */
extern const struct probe_kind probe_kinds[];

#endif
