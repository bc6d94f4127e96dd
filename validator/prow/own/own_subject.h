/* own_subject: what own rules are asked about, as CEL sees it; and asking. */
#ifndef PROW_OWN_OWN_SUBJECT_H
#define PROW_OWN_OWN_SUBJECT_H

#include "prow/own/own.h"
#include "prow/own/own_types.h"

enum { OWN_MOST_NAMES = 16 };

/* A value by the name under which an expression reads it. */
struct own_named {
    struct str name;
    struct cel_value value;
};

struct own_subject {
    enum own_kind kind;
    const char *what; /* "job": for messages */
    struct own_named names[OWN_MOST_NAMES];
    size_t count;
    const struct prow_file *file; /* that values as written stand in; NULL where there is none */
    struct place at;              /* where a finding points that points nowhere else; its file outlives the findings */
    struct str path;              /* presubmits.org/repo[3]; empty for what is no job of a list */
    struct place also;            /* where it was in BEFORE; no file for most */
    /* Where a value stands that is of no file as written: false where that is not known. With context; may be NULL. */
    bool (*place_of)(void *context, const struct node *n, struct place *at);
    void *context;
    struct str refused; /* Prow does not take it, in its words: nothing can be asked. Empty for most */
};

void own_subject_add(struct own_subject *s, struct str name, struct cel_value value);

/* A variable of a rule for one subject: worked out once, however many expressions read it. */
struct own_known {
    struct cel_machine machine;
    struct cel_value value;
    enum cel_outcome outcome;
    bool asked;
};

/* One rule asked about one subject; zeroed before the first use, given back with own_asking_free. */
struct own_asking {
    const struct own_rule *rule;
    const struct own_subject *subject;
    struct own_known variables[OWN_MOST_VARIABLES];
    struct cel_machine machine, at;
    struct cel_coverage *coverage; /* of the machines; NULL for nobody */
    struct str trouble;            /* why something could not be worked out, in its machine's arena */
    struct str *messages;          /* of a policy, what it found; in arena */
    size_t message_count, message_cap;
    uint64_t cost;      /* of all evaluations so far */
    struct arena arena; /* of one answer */
};

enum own_answer { OWN_HOLDS, OWN_NOT_ASKED, OWN_BROKEN, OWN_IN_DOUBT };

/* Any variable that failed on the way leaves it open, whatever the whole came to: no || may hide that. */
enum own_answer own_ask(struct own_asking *k, const struct own_rule *rule, const struct own_subject *s);
/* After OWN_BROKEN: how many findings that is, and the text of each, in a. */
size_t own_finding_count(const struct own_asking *k);
struct str own_message(struct own_asking *k, size_t which, struct arena *a);
/* The value of one more expression of the rule last asked, in the machine m. */
enum cel_outcome own_evaluate(struct own_asking *k, const struct own_expression *e, struct cel_machine *m,
                              struct cel_value *out);
void own_asking_free(struct own_asking *k);

/* A run of rules over many subjects. */
struct own_run {
    const struct own_rules *rules;
    const struct rule_settings *settings;
    struct findings *out;
    struct arena arena; /* of one subject: whoever makes it may use it, and resets it */
    struct own_asking asking;
};

/* Whether a rule that is on is asked about any of these kinds. */
bool own_asks(const struct own_run *r, unsigned kinds);
/* Asks every rule that is on about it; findings go to r->out. */
void own_run_subject(struct own_run *r, const struct own_subject *s);
void own_run_end(struct own_run *r);
/* The deployed versions, as variable; in a. */
struct cel_value own_deployed(const struct window *w, struct arena *a);

/* The fix of a finding that points to this value, or NULL where it can't be mended by an edit there. */
struct fix *own_fix_of(struct own_run *r, const struct own_rule *rule, const struct place *at,
                       const struct prow_file *file, const struct node *node, const struct node *key);

#endif
