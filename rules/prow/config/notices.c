#include "rules/prow/config/notices.h"

static void tell(struct check *c, const struct jobtree_notice *n, const char *message, const char *related)
{
    struct place at = { n->path, { n->line, 1, n->line, 1 }, false };

    if (n->line == 0)
        at.span = (struct span){ 0 };
    report(c, at, "%s", message);
    if (n->related.len && related)
        also(c, (struct place){ n->related, { 0 }, false }, "%s", related);
    /* Why a line of a .prowignore is dropped is never printed. */
    if (n->error.len && n->kind != JOBTREE_IGNORE_LINE_DROPPED)
        prow_says(c, "%.*s", STR_ARG(n->error));
}

static void tell_walk(struct check *c, const struct jobtree *walk, enum jobtree_notice_kind kind, const char *message,
                      const char *related)
{
    for (size_t i = 0; i < walk->notice_count; i++)
        if (walk->notices[i].kind == kind)
            tell(c, &walk->notices[i], message, related);
}

/* What Prow refuses to load, in words of its own, is a rule of its own. */
static bool has_own_rule(enum jobtree_kind tree, enum jobtree_notice_kind kind)
{
    switch (kind) {
    case JOBTREE_ROOT_MISSING:
    case JOBTREE_UNREADABLE_ENTRY:
        return tree == JOBTREE_CONFIG || tree == JOBTREE_PLUGINS;
    case JOBTREE_DANGLING:
    case JOBTREE_YAML_NAMED_SYMLINK_TO_DIR:
        return tree == JOBTREE_PLUGINS;
    /* A supplemental folder, or a repository without jobs of its own, may well be empty. */
    case JOBTREE_NO_FILES:
        return tree != JOBTREE_JOBS;
    default:
        return false;
    }
}

void notices_report(struct check *c, const struct prow_tree *t, enum jobtree_notice_kind kind, const char *message,
                    const char *related)
{
    for (size_t w = 0; w < t->walk_count; w++)
        if (!has_own_rule(t->walks[w].kind, kind))
            tell_walk(c, &t->walks[w], kind, message, related);
}

void notices_report_of(struct check *c, const struct prow_tree *t, enum jobtree_kind of, enum jobtree_notice_kind kind,
                       const char *message)
{
    for (size_t w = 0; w < t->walk_count; w++)
        if (t->walks[w].kind == of)
            tell_walk(c, &t->walks[w], kind, message, NULL);
}

void notices_check(struct check *c, const struct prow_tree *t)
{
    const struct notice_words *w = check_with(c);

    notices_report(c, t, w->kind, w->message, w->related);
}
