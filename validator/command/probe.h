/* probe: asks one checker directly, a JSON object a line. */
#ifndef COMMAND_PROBE_H
#define COMMAND_PROBE_H

#include "syntax/json/write.h"

/* One question and where its answer goes. */
struct probe {
    struct arena *arena; /* for one question */
    struct arena *kept;  /* for all of them */
    void **memory;       /* what a kind remembers from question to question; NULL at first, in kept */
    const struct node *question;
    struct json_writer *answer; /* inside the answer's object */
};

/* A kind of probe. It writes "ok" and what belongs to it. */
struct probe_kind {
    const char *name;
    void (*ask)(struct probe *p);
};

/* The bytes of an input key, from KEY or base64 from KEY_b64; false when neither is a text. */
bool probe_text(struct probe *p, const char *key, struct str *text);
/* {"ok": true, ...}: what follows is up to the kind. */
void probe_ok(struct probe *p);
/* {"ok": false, "error": "..."} */
void probe_refuse(struct probe *p, struct str error);

/* Every kind; ends with a NULL name. */
extern const struct probe_kind probe_kinds[];

#endif
