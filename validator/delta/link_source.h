/* link_source: where ci-operator's configuration says what a generated job is: tests of
 * ci-operator/config/ORG/REPO/ORG-REPO-BRANCH[__VARIANT].yaml, and workflows of ci-operator/step-registry. Of both only
 * what gates care for is read. */
#ifndef DELTA_LINK_SOURCE_H
#define DELTA_LINK_SOURCE_H

#include "base/arena.h"
#include "base/fs.h"
#include "rule/finding.h"

struct link_source {
    struct place at;    /* the test's name; no file: no test makes such a job */
    struct str kind;    /* "postsubmit", "periodic", "presubmit": what the test is generated as */
    struct str timeout; /* of the test, or of its workflow's steps; empty where it says none */
    struct place timeout_at;
    bool limits; /* ALLOWED_SUBSCRIPTIONS is among its env, or its workflow's */
    struct str subscriptions;
    struct place limits_at;
    struct str workflow;
};

/* The test that a job of this name comes from: branch-ci-ORG-REPO-BRANCH-[VARIANT-]TEST, likewise pull-ci- and
 * periodic-ci-. repo: "ORG/REPO". Texts and places live in a. */
void link_source_find(struct link_source *s, const struct fs *fs, struct str job, struct str repo, struct str branch,
                      struct arena *a);

#endif
