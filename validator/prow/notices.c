#include "prow/notices.h"

void notices_report(struct check *c, const struct prow_tree *t, enum jobtree_notice_kind kind, const char *message,
                    const char *related)
{
    for (size_t w = 0; w < t->walk_count; w++) {
        /* A supplemental folder, or a repository without jobs of its own, may well be empty. */
        if (kind == JOBTREE_NO_FILES && t->walks[w].kind != JOBTREE_JOBS)
            continue;
        for (size_t i = 0; i < t->walks[w].notice_count; i++) {
            const struct jobtree_notice *n = &t->walks[w].notices[i];
            struct place at = { n->path, { n->line, 1, n->line, 1 } };
            if (n->kind != kind)
                continue;
            if (n->line == 0)
                at.span = (struct span){ 0 };
            report(c, at, "%s", message);
            if (n->related.len && related)
                also(c, (struct place){ n->related, { 0 } }, "%s", related);
            /* Why a line of a .prowignore is dropped is never printed. */
            if (n->error.len && kind != JOBTREE_IGNORE_LINE_DROPPED)
                prow_says(c, "%.*s", STR_ARG(n->error));
        }
    }
}
