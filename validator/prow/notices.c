#include "prow/notices.h"

static void tell(struct check *c, const struct jobtree_notice *n, const char *message, const char *related)
{
    struct place at = { n->path, { n->line, 1, n->line, 1 } };

    if (n->line == 0)
        at.span = (struct span) { 0 };
    report(c, at, "%s", message);
    if (n->related.len && related)
        also(c, (struct place) { n->related, { 0 } }, "%s", related);
    /* Why a line of a .prowignore is dropped is never printed. */
    if (n->error.len && n->kind != JOBTREE_IGNORE_LINE_DROPPED)
        prow_says(c, "%.*s", STR_ARG(n->error));
}

static void tell_walk(struct check *c, const struct jobtree *walk, enum jobtree_notice_kind kind,
                      const char *message, const char *related)
{
    for (size_t i = 0; i < walk->notice_count; i++)
        if (walk->notices[i].kind == kind)
            tell(c, &walk->notices[i], message, related);
}

void notices_report(struct check *c, const struct prow_tree *t, enum jobtree_notice_kind kind,
                    const char *message, const char *related)
{
    for (size_t w = 0; w < t->walk_count; w++) {
        /* A supplemental folder, or a repository without jobs of its own, may well be empty. */
        if (kind == JOBTREE_NO_FILES && t->walks[w].kind != JOBTREE_JOBS)
            continue;
        /* Prow refuses to load what it can't look into there, which is a rule of its own. */
        if ((kind == JOBTREE_ROOT_MISSING || kind == JOBTREE_UNREADABLE_ENTRY) &&
            t->walks[w].kind == JOBTREE_CONFIG)
            continue;
        tell_walk(c, &t->walks[w], kind, message, related);
    }
}

void notices_report_of(struct check *c, const struct prow_tree *t, enum jobtree_kind of,
                       enum jobtree_notice_kind kind, const char *message)
{
    for (size_t w = 0; w < t->walk_count; w++)
        if (t->walks[w].kind == of)
            tell_walk(c, &t->walks[w], kind, message, NULL);
}
