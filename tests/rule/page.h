/* page: the examples of a rule's page. Names that mean something: config.yaml, jobs/, plugins.yaml, the folders
 * supplemental-config/ and supplemental-plugins/, checkout/ (org/repo, checked too), other-checkout/ (org/other, at
 * hand), clusters.yaml and clusters.json, github-app-orgs.yaml, prowgate.yaml (only its rules: count). The word
 * annotations=A,B after the language asks jobs for these; padded=N makes the file so many bytes long; is=plain makes it one that nobody may run. An example with files below before/ compares: those are
 * BEFORE, all others AFTER; prowgate.ack.yaml acknowledges, on the first of June 2026. Files below prow:/ are the Prow
 * configuration whose jobs pipelines wait for. A group of yaml blocks with
 * nothing between them is one small tree; under "## Fails" a text block after it holds the exact findings of the
 * rule. */
#ifndef TESTS_RULE_PAGE_H
#define TESTS_RULE_PAGE_H

#include "base/buf.h"
#include "rule/rule.h"
#include "source/fs_memory.h"

struct example {
    struct fs_memory tree, before, prow;
    bool compares, links;
    struct str acks;     /* the text of prowgate.ack.yaml; p is NULL when there is none */
    struct str deployed; /* versions, comma-separated; empty for the newest */
    struct str jobs;     /* the folder of job files; empty when there is none */
    bool has_config, has_plugins, has_inrepo;
    bool has_supplemental_config, has_supplemental_plugins;
    struct str clusters, github_app_orgs; /* files of facts; empty when there is none */
    bool has_checkout;
    struct str project;     /* the text of prowgate.yaml; empty when there is none */
    struct str annotations; /* that every job must have, comma-separated */
    bool fails;
    struct str want;             /* the text block; p is NULL when there is none */
    size_t text_start, text_end; /* of its contents in the page */
    size_t line;                 /* of the first block */
};

struct page {
    struct str text;
    struct example *examples;
    size_t count, cap;
};

/* Splits a page; everything in the arena. False, with the complaint on stderr, when it has not the form of a page. */
bool page_read(struct page *p, struct arena *a, const struct rule *r, struct str text);

/* Loads the example's tree with all rules and writes the findings of this one, in the form of pages:
 *
 * A rule that is off by itself is on, as a warning, unless there is a prowgate.yaml.
 *
 *     jobs/a.yaml:5:5-5:19: error: MESSAGE [rule]
 *       jobs/a.yaml:4:5: first used here
 *       prow says: ...
 *     not evaluated: REASON [rule]
 */
void example_run(const struct example *e, const struct rule *r, struct buf *out);

#endif
