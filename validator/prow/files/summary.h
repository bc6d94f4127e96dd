/* summary: what is kept of a file once it was looked at: its jobs, what the rules found in it, its comments; and the
 * store that keeps summaries from one load to the next. A summary needs nothing of the file's text, never changes once it
 * is made, and is found again by all that it was made of: the bytes, the path, the role, and what it was judged by. */
#ifndef PROW_FILES_SUMMARY_H
#define PROW_FILES_SUMMARY_H

#include "base/blob_id.h"
#include "prow/files/tree.h"

struct file_summary {
    size_t users;        /* trees and stores that hold it */
    struct arena arena;  /* everything but the findings, which have their own */
    struct str path;     /* of the file; as long as the tree, or the store where there is one */
    size_t size;         /* bytes, unpacked */
    bool broken;         /* it could not be read whole */
    bool presets_missed; /* turned out to hold presets when it was parsed: no summary, and made again */
    struct job_summary *jobs;
    size_t job_count, job_cap;
    struct bare_repo *bare;
    size_t bare_count, bare_cap;
    size_t counts[3];     /* jobs by enum job_kind */
    size_t gave_up;       /* searches that did */
    bool share_spent;     /* its jobs get more from presets than was merged */
    struct str generated; /* the words of its header that say so; empty for most */
    struct findings findings;
    struct silences silences;
    /* What other files may see of it, where a store is used: its jobs, and what it says by names of each kind
     * (name_prints_read). A change that leaves them as they are concerns nobody else. */
    struct fingerprint jobs_print, *job_prints, *name_prints;
    /* Under which presets it was found to hold, and what they give to its jobs (prow/files/load_recall.c). */
    struct fingerprint presets_print, givers_print, given_print;
    uint64_t serial; /* from the store that it was put into; 0 before */
};

/* A file that stays in memory whole: the main file, plugin files, and those with presets. */
struct kept_file {
    size_t users;
    struct prow_file file;
    struct buf bytes;
    struct arena arena;
    uint64_t serial; /* as a summary's */
};

/* What a rule with tree found, with texts of its own. */
struct rule_findings {
    struct findings findings;
    size_t gave_up; /* searches that did */
};

struct file_summary *file_summary_new(void);
/* Of all that rules may see of its jobs, their details left out; and of each of them, in job_prints. */
struct fingerprint file_summary_jobs_print(struct file_summary *s);
/* The holder lets go of it; NULL is nothing. */
void file_summary_release(struct file_summary *s);
struct kept_file *kept_file_new(void);
void kept_file_release(struct kept_file *k);
/* A copy for the store. */
struct rule_findings *rule_findings_new(const struct findings *f, size_t gave_up);

/* Keeps summaries, files and findings of tree rules for later loads by the same rules and versions. One load uses it at
 * a time; its workers only look things up. What no load of the last few asked for goes. */
struct summary_store;

struct summary_store *summary_store_new(void);
void summary_store_free(struct summary_store *s);

/* A load begins; a load ends, and what is too old goes. */
void store_begin(struct summary_store *s);
void store_end(struct summary_store *s);
/* A copy of the path that lives as long as all that the store keeps. */
struct str store_path(struct summary_store *s, struct str path);

enum stored_kind {
    STORED_SUMMARY, /* struct file_summary */
    STORED_KEPT,    /* struct kept_file */
    STORED_PLAIN,   /* a job file without presets: nothing is kept but that */
    STORED_RULE,    /* struct rule_findings */
    STORED_NUMBER,  /* uint64_t: what a rule counted of a file's bytes */
};

/* What stands under this key, or NULL; for STORED_PLAIN anything but NULL. What is found belongs to the store: whoever
 * keeps it adds itself to its users. Several threads may ask while none puts. */
void *store_find(struct summary_store *s, enum stored_kind kind, struct fingerprint key);
/* Puts it there; the store is one more user of a summary or a file, and takes findings over. */
void store_put(struct summary_store *s, enum stored_kind kind, struct fingerprint key, void *object);

/* A number; false where none stands under the key. */
bool store_number(struct summary_store *s, struct fingerprint key, uint64_t *number);
void store_put_number(struct summary_store *s, struct fingerprint key, uint64_t number);

/* The tables of its trees' names (prow/index/names.h); the store's. */
struct name_tables *store_names(struct summary_store *s);

/* How many things it keeps. */
size_t store_count(const struct summary_store *s);

#endif
